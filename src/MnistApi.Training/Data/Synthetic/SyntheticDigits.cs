namespace MnistApi.Training.Data.Synthetic;

/// <summary>
/// Draws digits that look handwritten. The handwriting styles are described stroke by stroke (<see cref="DigitStyles"/>), varied at random
/// and normalized like MNIST. They make training possible if MNIST is not available.
/// </summary>
public static class SyntheticDigits
{
    /// <summary>The name of the dataset.</summary>
    public const string Name = "synthetic";

    /// <summary>Index of the first test image. It does not depend on the number of training images.</summary>
    private const int FirstTestIndex = 1 << 30;

    private const int MaximumCount = 2_000_000; // All images are in one array, with 784 bytes each.

    private const long LabelStream = 0;
    private const long DrawingStream = 1;
    private const long VariedStream = 2;
    private const long StrokesStream = 3;

    private delegate void Painting(DigitPainter painter, int digit, SeededRandom random, Span<byte> image);

    /// <summary>Draws training and test images.</summary>
    /// <param name="seed">Chooses the images. The same seed gives the same bytes.</param>
    /// <param name="trainingCount">Number of training images, 0 to 2,000,000.</param>
    /// <param name="testCount">Number of test images, 0 to 2,000,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Dataset CreateDataset(long seed = 0, int trainingCount = 60_000, int testCount = 10_000) =>
        new(Name, Draw(seed, trainingCount), Draw(seed, testCount, FirstTestIndex));

    /// <summary>
    /// Draws images <paramref name="firstIndex"/> to <paramref name="firstIndex"/> + <paramref name="count"/> - 1 of the endless series of
    /// a seed, on all processors. An image does not depend on how many images are drawn. Images 10k to 10k + 9 are the ten digits in random
    /// order.
    /// </summary>
    /// <param name="seed">Chooses the series.</param>
    /// <param name="count">Number of images, 0 to 2,000,000.</param>
    /// <param name="firstIndex">Index of the first image, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is out of its range, or the last index is greater than 2,147,483,647.
    /// </exception>
    public static ImageSet Draw(long seed, int count, int firstIndex = 0) =>
        Draw(seed, count, firstIndex, DrawingStream, (painter, digit, random, image) => painter.Paint(digit, random, image));

    /// <summary>
    /// Draws images like <see cref="Draw(long, int, int)"/>, but with every handwriting style equally often. Some styles are not in MNIST:
    /// a slashed 0, a 1 with a long upstroke, angular digits like those of displays. The pens are from a hard pencil to a marker. Training
    /// runs draw other images than these series.
    /// </summary>
    /// <param name="seed">Chooses the series.</param>
    /// <param name="count">Number of images, 0 to 2,000,000.</param>
    /// <param name="firstIndex">Index of the first image, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is out of its range, or the last index is greater than 2,147,483,647.
    /// </exception>
    public static ImageSet DrawVaried(long seed, int count, int firstIndex = 0) =>
        Draw(seed, count, firstIndex, VariedStream, (painter, digit, random, image) => painter.PaintVaried(digit, random, image));

    /// <summary>
    /// The strokes of a digit in the styles of <see cref="Draw(long, int, int)"/>, to be drawn with other pens and at other sizes. The
    /// strokes of an index are always the same. Strokes 10k to 10k + 9 are the ten digits in random order. They are not the strokes of the
    /// image with the same index.
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
        // Not more threads than processors, so that the pool's other threads can renew leases and answer requests.
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, count, options, () => new DigitPainter(), (i, _, painter) =>
        {
            var index = firstIndex + i;
            var image = pixels.AsSpan(i * ImageSet.PixelsPerImage, ImageSet.PixelsPerImage);
            labels[i] = Label(seed, index);
            paint(painter, labels[i], new SeededRandom(seed, stream, index), image);
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
