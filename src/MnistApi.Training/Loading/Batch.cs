using System.Buffers;
using MnistApi.Training.Data;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks;
using static TorchSharp.torch;

namespace MnistApi.Training.Loading;

/// <summary>The images and labels of one step. It holds arrays instead of tensors, so any thread can prepare it.</summary>
internal sealed class Batch : IDisposable
{
    /// <summary>The label of an image without a digit.</summary>
    public const long NoDigit = -1;

    private readonly float[] _inputs;

    /// <summary>Creates a batch without images.</summary>
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

    /// <summary>Number of images with a digit.</summary>
    public int DigitCount => Count - Labels.AsSpan().Count(NoDigit);

    /// <summary>[N, 784], 0 to 1.</summary>
    public Span<float> Inputs => _inputs.AsSpan(0, Count * ImageSet.PixelsPerImage);

    /// <summary>The pixels that are not zero, if the network takes sparse input.</summary>
    public SparseImages? Sparse { get; set; }

    /// <summary>The images as a tensor [N, 784] of the caller's dispose scope.</summary>
    public Tensor ToTensor()
    {
        var images = empty([Count, ImageSet.PixelsPerImage]);
        Inputs.CopyTo(TensorMemory.Of(images));
        return images;
    }

    /// <summary>
    /// The targets as a tensor of the caller's dispose scope: labels [N], or probabilities [N, 10] if some image has no digit. Such an
    /// image has the same probability for all digits.
    /// </summary>
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

    /// <summary>Number of images whose digit the logits [N, 10] predict.</summary>
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
