using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Augmentation;
using MnistApi.Training.Kernels;
using static TorchSharp.torch;

namespace MnistApi.Training.Loading;

/// <summary>
/// Shuffles, augments and batches training images, drawn ones among them, on another thread while the caller trains on those before. What it gives depends on
/// (seed, epoch) alone.
/// </summary>
/// <param name="sparseInput">Whether each batch brings its inked pixels.</param>
internal sealed class DataLoader(ImageSet images, int batchSize, AugmentationConfig? augmentation, bool sparseInput, long seed)
{
    private const long ShufflePurpose = 0x5481;

    // Prepared in one go: waking a thread costs as much as preparing a small batch.
    private const int ImagesAhead = 1000;

    private readonly Augmenter? _augmenter = augmentation is null ? null : new Augmenter(augmentation);

    public int StepsPerEpoch => (images.Count + batchSize - 1) / batchSize;

    private int BatchesAhead => Math.Max(1, ImagesAhead / batchSize);

    /// <summary>
    /// The batches of one epoch, each image once. A batch, and every tensor made while it is the current one, lives until the next is asked
    /// for. Iterate on one thread.
    /// </summary>
    public IEnumerable<Batch> Epoch(int epoch)
    {
        var order = Enumerable.Range(0, images.Count).ToArray();
        new SeededRandom(seed, ShufflePurpose, epoch).Shuffle(order.AsSpan());

        var steps = Enumerable.Range(1, StepsPerEpoch).Chunk(BatchesAhead).Select(chunk => (Func<List<Batch>>)(() =>
        {
            var drawn = augmentation is { SyntheticShare: > 0 } or { NonDigitShare: > 0 } ? new SyntheticReplacements(augmentation, seed) : null;
            return [.. chunk.Select(step => Prepare(order, drawn, epoch, step))];
        }));
        foreach (var batch in Ahead(steps).SelectMany(batches => batches))
        {
            using var scope = NewDisposeScope();
            using (batch) yield return batch;
        }
    }

    /// <summary>Each result of the functions in turn, while the next is computed on another thread.</summary>
    private static IEnumerable<T> Ahead<T>(IEnumerable<Func<T>> functions)
    {
        Task<T>? next = null;
        foreach (var function in functions)
        {
            var current = next;
            next = Task.Run(function);
            if (current is not null) yield return current.GetAwaiter().GetResult();
        }

        if (next is not null) yield return next.GetAwaiter().GetResult();
    }

    private Batch Prepare(int[] order, SyntheticReplacements? drawn, int epoch, int step)
    {
        var indices = order.AsSpan((step - 1) * batchSize, Math.Min(batchSize, order.Length - (step - 1) * batchSize));
        var batch = new Batch(step, indices.Length);
        for (var i = 0; i < indices.Length; i++)
        {
            var image = images.Image(indices[i]);
            batch.Labels[i] = images.Labels.Span[indices[i]];
            if (drawn?.TryDraw(epoch, step, i, out var label) is true)
            {
                image = drawn.Image;
                batch.Labels[i] = label;
            }

            Preprocessing.ToUnitRange(image, batch.Inputs.Slice(i * ImageSet.PixelsPerImage, ImageSet.PixelsPerImage));
        }

        _augmenter?.Apply(batch.Inputs, seed, epoch, step);
        if (sparseInput) batch.Sparse = SparseImages.Of(batch.Inputs, ImageSet.PixelsPerImage);
        return batch;
    }
}
