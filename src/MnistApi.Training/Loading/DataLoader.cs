using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Augmentation;
using MnistApi.Training.Kernels;
using MnistApi.Training.Threads;
using static TorchSharp.torch;

namespace MnistApi.Training.Loading;

/// <summary>
/// Shuffles, replaces, augments and batches training images. It prepares the next batches on another thread while the caller trains on the
/// current ones. The batches depend only on (seed, epoch).
/// </summary>
/// <param name="images">The training images.</param>
/// <param name="batchSize">Images per batch. The last batch of an epoch can be smaller.</param>
/// <param name="augmentation">Random changes and replacements; null for none.</param>
/// <param name="sparseInput">Whether each batch has its <see cref="Batch.Sparse"/> pixels.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class DataLoader(ImageSet images, int batchSize, AugmentationConfig? augmentation, bool sparseInput, long seed)
{
    private const long ShufflePurpose = 0x5481;

    // This many images are prepared together, because waking a thread takes as long as preparing a small batch.
    private const int ImagesAhead = 1000;

    private readonly Augmenter? _augmenter = augmentation is null ? null : new Augmenter(augmentation);

    public int StepsPerEpoch => (images.Count + batchSize - 1) / batchSize;

    private int BatchesAhead => Math.Max(1, ImagesAhead / batchSize);

    /// <summary>
    /// The batches of one epoch. Each image occurs once. A batch is disposed when the next one is requested, and so is every tensor that
    /// the caller created in between. Iterate on one thread.
    /// </summary>
    public IEnumerable<Batch> Epoch(int epoch)
    {
        var order = Enumerable.Range(0, images.Count).ToArray();
        new SeededRandom(seed, ShufflePurpose, epoch).Shuffle(order.AsSpan());

        var steps = Enumerable.Range(1, StepsPerEpoch).Chunk(BatchesAhead).Select(chunk => (Func<List<Batch>>)(() =>
        {
            var replaces = augmentation is { SyntheticShare: > 0 } or { NonDigitShare: > 0 };
            var replacements = replaces ? new SyntheticReplacements(augmentation!, seed) : null;
            return [.. chunk.Select(step => Prepare(order, replacements, epoch, step))];
        }));
        foreach (var batch in Ahead(steps).SelectMany(batches => batches))
        {
            using var scope = NewDisposeScope();
            using (batch) yield return batch;
        }
    }

    /// <summary>The results of the functions in their order. The next result is computed on another thread.</summary>
    private static IEnumerable<T> Ahead<T>(IEnumerable<Func<T>> functions)
    {
        Task<T>? next = null;
        foreach (var function in functions)
        {
            var current = next;
            next = OwnThreads.Start(function);
            if (current is not null) yield return current.GetAwaiter().GetResult();
        }

        if (next is not null) yield return next.GetAwaiter().GetResult();
    }

    private Batch Prepare(int[] order, SyntheticReplacements? replacements, int epoch, int step)
    {
        var indices = order.AsSpan((step - 1) * batchSize, Math.Min(batchSize, order.Length - (step - 1) * batchSize));
        var batch = new Batch(step, indices.Length);
        for (var i = 0; i < indices.Length; i++)
        {
            var image = images.Image(indices[i]);
            batch.Labels[i] = images.Labels.Span[indices[i]];
            if (replacements?.TryDraw(epoch, step, i, out var label) is true)
            {
                image = replacements.Image;
                batch.Labels[i] = label;
            }

            Preprocessing.ToUnitRange(image, batch.Inputs.Slice(i * ImageSet.PixelsPerImage, ImageSet.PixelsPerImage));
        }

        _augmenter?.Apply(batch.Inputs, seed, epoch, step);
        if (sparseInput) batch.Sparse = SparseImages.Of(batch.Inputs, ImageSet.PixelsPerImage);
        return batch;
    }
}
