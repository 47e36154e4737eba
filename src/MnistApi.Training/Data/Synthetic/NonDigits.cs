namespace MnistApi.Training.Data.Synthetic;

/// <summary>
/// Draws images without a digit, such as people upload, and normalizes them like uploads. A network must learn to be uncertain about them.
/// Things that look like a digit (O, l, a circle, an upright line) are not among them.
/// </summary>
public static class NonDigits
{
    private const int MaximumCount = 2_000_000; // All images are in one array, with 784 bytes each.

    private const long Purpose = 0x0D161;

    /// <summary>The share of each kind.</summary>
    private static readonly (NonDigitKind Kind, float Share)[] Shares =
    [
        (NonDigitKind.CapitalLetter, 0.20f),
        (NonDigitKind.SmallLetter, 0.14f),
        (NonDigitKind.Symbol, 0.12f),
        (NonDigitKind.Shape, 0.13f),
        (NonDigitKind.InventedSign, 0.08f),
        (NonDigitKind.Scribble, 0.06f),
        (NonDigitKind.SeveralDigits, 0.13f),
        (NonDigitKind.Lines, 0.04f),
        (NonDigitKind.Spots, 0.03f),
        (NonDigitKind.Noise, 0.05f),
        (NonDigitKind.NearlyBlank, 0.02f),
    ];

    /// <summary>
    /// Draws images <paramref name="firstIndex"/> to <paramref name="firstIndex"/> + <paramref name="count"/> - 1 of the endless series of
    /// a seed, on all processors. An image does not depend on how many images are drawn. Training runs draw other images than these series.
    /// </summary>
    /// <param name="seed">Chooses the series.</param>
    /// <param name="count">Number of images, 0 to 2,000,000.</param>
    /// <param name="firstIndex">Index of the first image, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is out of its range, or the last index is greater than 2,147,483,647.
    /// </exception>
    public static NonDigitSet Draw(long seed, int count, int firstIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaximumCount);
        ArgumentOutOfRangeException.ThrowIfNegative(firstIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstIndex, int.MaxValue - count);

        var pixels = new byte[count * ImageSet.PixelsPerImage];
        var kinds = new NonDigitKind[count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, count, options, () => new NonDigitPainter(), (i, _, painter) =>
        {
            var random = new SeededRandom(seed, Purpose, firstIndex + i);
            kinds[i] = PickKind(ref random);
            painter.Paint(kinds[i], ref random, pixels.AsSpan(i * ImageSet.PixelsPerImage, ImageSet.PixelsPerImage));
            return painter;
        }, _ => { });
        return new NonDigitSet(pixels, kinds);
    }

    /// <summary>A random kind, in proportion to the shares.</summary>
    internal static NonDigitKind PickKind(ref SeededRandom random)
    {
        var left = random.NextSingle();
        foreach (var (kind, share) in Shares)
        {
            left -= share;
            if (left < 0) return kind;
        }

        return Shares[0].Kind;
    }
}
