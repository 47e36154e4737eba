using System.Buffers;
using MnistApi.Training.Data;
using static TorchSharp.torch;

namespace MnistApi.Training.Networks;

/// <summary>One step's images and labels, in memory of its own: no tensor, so that any thread may prepare it.</summary>
internal sealed class Batch : IDisposable
{
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

    /// <summary>[N], 0 to 9.</summary>
    public long[] Labels { get; }

    /// <summary>[N, 784], 0 to 1.</summary>
    public Span<float> Inputs => _inputs.AsSpan(0, Count * ImageSet.PixelsPerImage);

    /// <summary>The inked pixels, where the network skips paper.</summary>
    public SparseImages? Ink { get; set; }

    /// <summary>The images as a tensor of the caller's dispose scope, [N, 784].</summary>
    public Tensor ToTensor()
    {
        var images = empty([Count, ImageSet.PixelsPerImage]);
        Inputs.CopyTo(TensorMemory.Of(images));
        return images;
    }

    /// <summary>How many images the logits, [N, 10], recognize.</summary>
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
        Ink?.Dispose();
        ArrayPool<float>.Shared.Return(_inputs);
    }
}
