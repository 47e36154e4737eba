using MnistApi.Training.Data;
using MnistApi.Training.Data.Writers;
using MnistApi.Training.Text;

namespace MnistApi.Training.Evaluation.Slices;

/// <summary>
/// Divides evaluated images into slices and counts the errors of each. The mean accuracy hides for whom a network works and for whom it
/// does not.
/// </summary>
public static class SliceTable
{
    /// <summary>How many writers <see cref="WorstWriters"/> returns at most.</summary>
    public const int MaxWriters = 10;

    // The quartiles of MNIST's training images, rounded. The ranges are the same for every dataset, so that models can be compared.
    private static readonly Ranges StrokeWidths = new("px", 2, 2.4, 2.8), Slants = new("°", -5, 5, 15), Sizes = new("px²", 280, 320, 360);

    /// <summary>Counts the errors in each slice. Slices without images are left out.</summary>
    /// <param name="images">The evaluated images.</param>
    /// <param name="errors">The indices of the images whose prediction differs from their label.</param>
    /// <param name="writers">[N], the writers of the images; null if they are not known.</param>
    /// <returns>The slices of one dimension after the other, each in ascending order.</returns>
    public static IReadOnlyList<SliceResult> Measure(ImageSet images, IReadOnlySet<int> errors, ReadOnlyMemory<ushort>? writers)
    {
        var traits = new ImageTraits[images.Count];
        for (var i = 0; i < traits.Length; i++) traits[i] = ImageTraits.Of(images.Image(i));
        return
        [
            .. writers is { } known
                ? Slice(SliceDimension.Series, i => (int)ImageWriters.SeriesOf(known.Span[i]), s => EnumWord.Of((WriterSeries)s))
                : [],
            .. Slice(SliceDimension.Digit, i => images.Labels.Span[i], digit => $"{digit}"),
            .. Slice(SliceDimension.StrokeWidth, i => StrokeWidths.Find(traits[i].StrokeWidth), StrokeWidths.NameOf),
            .. Slice(SliceDimension.Slant, i => Slants.Find(traits[i].Slant), Slants.NameOf),
            .. Slice(SliceDimension.Size, i => Sizes.Find(traits[i].Size), Sizes.NameOf),
        ];

        IEnumerable<SliceResult> Slice(SliceDimension dimension, Func<int, int> sliceOf, Func<int, string> nameOf) =>
            Enumerable.Range(0, images.Count)
                .GroupBy(sliceOf)
                .OrderBy(slice => slice.Key)
                .Select(slice => new SliceResult(dimension, nameOf(slice.Key), slice.Count(), slice.Count(errors.Contains)));
    }

    /// <summary>
    /// The writers with the most errors, and of several with as many those with the fewest images. Writers without errors are left out.
    /// </summary>
    /// <param name="errors">The indices of the images whose prediction differs from their label.</param>
    /// <param name="writers">[N], the writers of the evaluated images.</param>
    public static IReadOnlyList<WriterResult> WorstWriters(IReadOnlySet<int> errors, ReadOnlyMemory<ushort> writers)
    {
        var byWriter = Enumerable.Range(0, writers.Length).ToLookup(i => (int)writers.Span[i]);
        var results = byWriter.Select(images => new WriterResult(
            images.Key, ImageWriters.SeriesOf(images.Key), [.. images], [.. images.Where(errors.Contains)]));
        return
        [
            .. results
                .Where(result => result.ErrorIndices.Count > 0)
                .OrderByDescending(result => result.ErrorIndices.Count)
                .ThenBy(result => result.Indices.Count)
                .ThenBy(result => result.Writer)
                .Take(MaxWriters),
        ];
    }

    /// <summary>Ranges between bounds. The first has no lower bound, and the last has no upper bound.</summary>
    private sealed record Ranges(string Unit, params double[] Bounds)
    {
        public int Find(double value) => Bounds.Count(bound => value >= bound);

        public string NameOf(int range)
        {
            if (range == 0) return FormattableString.Invariant($"under {Bounds[0]} {Unit}");
            return range == Bounds.Length
                ? FormattableString.Invariant($"{Bounds[^1]} {Unit} and more")
                : FormattableString.Invariant($"{Bounds[range - 1]} to {Bounds[range]} {Unit}");
        }
    }
}
