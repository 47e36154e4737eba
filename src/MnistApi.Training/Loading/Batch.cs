using System.Buffers;
using MnistApi.Training.Data;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks;
using static TorchSharp.torch;

namespace MnistApi.Training.Loading;

/// <summary>One step's images and labels, in memory of its own: no tensor, so that any thread may prepare it.</summary>
internal sealed class Batch : IDisposable
{
    /// <summary>The label of an image that shows no digit.</summary>
    public const long NoDigit = -1;

    private readonly float[] _inputs;

    /// <param name="step">From 1 in each epoch.</param>
    /// <param name="count">Number of images, N.</param>
    public Batch(int step, int count)
    {
        Step = step;
        Labels = new long[count];
        _inputs = ArrayPool<float>.Shared.Rent(count * ImageSet.PixelsPerImage);
    }

    public int Step { get; }

    public int Count => Labels.Length;

    /// <summary>[N], 0 to 9, or <see cref="NoDigit"/>.</summary>
    public long[] Labels { get; }

    /// <summary>How many of the images show a digit.</summary>
    public int DigitCount => Count - Labels.AsSpan().Count(NoDigit);

    /// <summary>[N, 784], 0 to 1.</summary>
    public Span<float> Inputs => _inputs.AsSpan(0, Count * ImageSet.PixelsPerImage);

    /// <summary>The inked pixels, where the network skips paper.</summary>
    public SparseImages? Sparse { get; set; }

    /// <summary>The images as a tensor of the caller's dispose scope, [N, 784].</summary>
    public Tensor ToTensor()
    {
        var images = empty([Count, ImageSet.PixelsPerImage]);
        Inputs.CopyTo(TensorMemory.Of(images));
        return images;
    }

    /// <summary>What the network should say, as a tensor of the caller's dispose scope: labels [N], or, where an image shows no digit, probabilities [N, 10], the same for all digits there.</summary>
    public Tensor ToTargets()
    {
        if (DigitCount == Count) return tensor(Labels);

        var targets = empty([Count, ImageSet.ClassCount]);
        var probabilities = TensorMemory.Of(targets);
        for (var i = 0; i < Count; i++)
        {
            var row = probabilities.Slice(i * ImageSet.ClassCount, ImageSet.ClassCount);
            row.Fill(Labels[i] == NoDigit ? 1f / ImageSet.ClassCount : 0);
            if (Labels[i] != NoDigit) row[(int)Labels[i]] = 1;
        }

        return targets;
    }

    /// <summary>How many digits the logits, [N, 10], recognize.</summary>
    public int CountCorrect(Tensor logits)
    {
        var scores = TensorMemory.Of(logits);
        var correct = 0;
        for (var i = 0; i < Count; i++)
            if (Softmax.ArgMax(scores.Slice(i * ImageSet.ClassCount, ImageSet.ClassCount)) == Labels[i]) correct++;
        return correct;
    }

    public void Dispose()
    {
        Sparse?.Dispose();
        ArrayPool<float>.Shared.Return(_inputs);
    }
}
