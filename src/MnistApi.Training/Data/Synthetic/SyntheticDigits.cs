namespace MnistApi.Training.Data.Synthetic;

/// <summary>
/// Digits that look handwritten, drawn by code: styles of writing, described stroke by stroke in <see cref="DigitStyles"/>,
/// varied at random and normalized as MNIST was. They make training possible where MNIST cannot be had.
/// </summary>
public static class SyntheticDigits
{
    /// <summary>The name of the dataset.</summary>
    public const string Name = "synthetic";

    /// <summary>Test images are numbered from here, so that they do not depend on how many there are for training.</summary>
    private const int FirstTestIndex = 1 << 30;

    private const int MaximumCount = 2_000_000; // of 784 bytes, in one array

    private const long LabelStream = 0;
    private const long DrawingStream = 1;
    private const long VariedStream = 2;
    private const long StrokesStream = 3;

    private delegate void Painting(DigitPainter painter, int digit, SeededRandom random, Span<byte> image);

    /// <summary>Draws training and test images.</summary>
    /// <param name="seed">Chooses the images: the same seed gives the same bytes.</param>
    /// <param name="trainingCount">Number of training images, at least 0.</param>
    /// <param name="testCount">Number of test images, at least 0.</param>
    public static Dataset CreateDataset(long seed = 0, int trainingCount = 60_000, int testCount = 10_000) =>
        new(Name, Draw(seed, trainingCount), Draw(seed, testCount, FirstTestIndex));

    /// <summary>
    /// Draws images <paramref name="firstIndex"/> to <paramref name="firstIndex"/> + <paramref name="count"/> - 1 of the endless
    /// series of a seed, on all processors. Image i is the same however many are drawn; images 10k to 10k + 9 are the ten digits in random order.
    /// </summary>
    /// <param name="seed">Chooses the series.</param>
    /// <param name="count">Number of images, from 0 to 2,000,000.</param>
    /// <param name="firstIndex">Index of the first image, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or the last index would not fit 31 bits.</exception>
    public static ImageSet Draw(long seed, int count, int firstIndex = 0) =>
        Draw(seed, count, firstIndex, DrawingStream, (painter, digit, random, image) => painter.Paint(digit, random, image));

    /// <summary>
    /// As <see cref="Draw(long, int, int)"/>, but of many schools: every way of writing is as frequent as any other, those that MNIST's writers did
    /// not use too (a slashed 0, a 1 with a long upstroke, angular digits as displays have them), with pens from a hard pencil to a marker.
    /// No run trains on an image of these series: it draws its own.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or the last index would not fit 31 bits.</exception>
    public static ImageSet DrawVaried(long seed, int count, int firstIndex = 0) =>
        Draw(seed, count, firstIndex, VariedStream, (painter, digit, random, image) => painter.PaintVaried(digit, random, image));

    /// <summary>
    /// The strokes of a digit as <see cref="Draw(long, int, int)"/> has them, for those who draw them with other pens and at other sizes. Strokes
    /// <c>index</c> of a seed are always the same, and strokes 10k to 10k + 9 are the ten digits in random order, but they are not those of the image of that index.
    /// </summary>
    /// <param name="seed">Chooses the series.</param>
    /// <param name="index">Index in the series, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static SyntheticStrokes Strokes(long seed, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);

        var random = new SeededRandom(seed, StrokesStream, index);
        var label = Label(seed, index);
        return new SyntheticStrokes(label, DigitPainter.Strokes(DigitStyles.Pick(label, ref random), ref random));
    }

    private static ImageSet Draw(long seed, int count, int firstIndex, long stream, Painting paint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaximumCount);
        ArgumentOutOfRangeException.ThrowIfNegative(firstIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstIndex, int.MaxValue - count);

        var pixels = new byte[count * ImageSet.PixelsPerImage];
        var labels = new byte[count];
        // As many at once as there are cores: the pool's other threads keep leases and answer requests meanwhile.
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, () => new DigitPainter(), (i, _, painter) =>
        {
            var index = firstIndex + i;
            labels[i] = Label(seed, index);
            paint(painter, labels[i], new SeededRandom(seed, stream, index), pixels.AsSpan(i * ImageSet.PixelsPerImage, ImageSet.PixelsPerImage));
            return painter;
        }, _ => { });
        return new ImageSet(pixels, labels);
    }

    private static byte Label(long seed, int index)
    {
        Span<byte> digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        var random = new SeededRandom(seed, LabelStream, index / digits.Length);
        random.Shuffle(digits);
        return digits[index % digits.Length];
    }
}
