using MnistApi.Training.Data;
using MnistApi.Training.Data.Augmentation;
using static TorchSharp.torch;

namespace MnistApi.Training.Networks;

/// <summary>Shuffles, augments and batches training images. What it gives depends on (seed, epoch) alone.</summary>
internal sealed class BatchSource(ImageSet images, int batchSize, AugmentationConfig? augmentation, long seed)
{
    private const long ShufflePurpose = 0x5481;

    private readonly Augmenter? _augmenter = augmentation is null ? null : new Augmenter(augmentation);

    public int SampleCount => images.Count;

    public int StepsPerEpoch => (images.Count + batchSize - 1) / batchSize;

    /// <summary>The batches of one epoch, each image once. Iterate on one thread: each batch owns that thread's dispose scope.</summary>
    public IEnumerable<Batch> Epoch(int epoch)
    {
        var order = Enumerable.Range(0, images.Count).ToArray();
        new SeededRandom(seed, ShufflePurpose, epoch).Shuffle(order.AsSpan());

        for (var step = 1; step <= StepsPerEpoch; step++)
        {
            using var scope = NewDisposeScope();
            var start = (step - 1) * batchSize;
            yield return Create(epoch, step, order.AsMemory(start, Math.Min(batchSize, order.Length - start)));
        }
    }

    /// <summary>All images as a network's input, [N, 784].</summary>
    public static Tensor Inputs(ImageSet images)
    {
        var inputs = empty([images.Count, ImageSet.PixelsPerImage]);
        Preprocessing.ToUnitRange(images.Pixels.Span, TensorMemory.Of(inputs));
        return inputs;
    }

    private Batch Create(int epoch, int step, ReadOnlyMemory<int> indices)
    {
        var batch = empty([indices.Length, ImageSet.PixelsPerImage]);
        var inputs = TensorMemory.Of(batch);
        var labels = new long[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            var index = indices.Span[i];
            Preprocessing.ToUnitRange(images.Image(index), inputs.Slice(i * ImageSet.PixelsPerImage, ImageSet.PixelsPerImage));
            labels[i] = images.Labels.Span[index];
        }

        if (_augmenter is not null)
        {
            var augmented = inputs.ToArray(); // Memory that the augmenter's threads may share.
            _augmenter.Apply(augmented, seed, epoch, step);
            augmented.CopyTo(inputs);
        }

        return new Batch(step, batch, labels);
    }
}
