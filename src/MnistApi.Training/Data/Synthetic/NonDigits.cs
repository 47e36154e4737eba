namespace MnistApi.Training.Data.Synthetic;

/// <summary>
/// Images of what people upload that is no digit, drawn by code and normalized as uploads are: what a network must learn to be in doubt
/// about. What is a digit in form (O, l, a circle, an upright line) is not among them.
/// </summary>
public static class NonDigits
{
    private const int MaximumCount = 2_000_000; // of 784 bytes, in one array

    private const long Purpose = 0x0D161;

    /// <summary>Share of each kind among all.</summary>
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
    /// Draws images <paramref name="firstIndex"/> to <paramref name="firstIndex"/> + <paramref name="count"/> - 1 of the endless series of a
    /// seed, on all processors. Image i is the same however many are drawn. No run trains on an image of these series: it draws its own.
    /// </summary>
    /// <param name="seed">Chooses the series.</param>
    /// <param name="count">Number of images, from 0 to 2,000,000.</param>
    /// <param name="firstIndex">Index of the first image, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or the last index would not fit 31 bits.</exception>
    public static NonDigitSet Draw(long seed, int count, int firstIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaximumCount);
        ArgumentOutOfRangeException.ThrowIfNegative(firstIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstIndex, int.MaxValue - count);

        var pixels = new byte[count * ImageSet.PixelsPerImage];
        var kinds = new NonDigitKind[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, () => new NonDigitPainter(), (i, _, painter) =>
        {
            var random = new SeededRandom(seed, Purpose, firstIndex + i);
            kinds[i] = PickKind(ref random);
            painter.Paint(kinds[i], ref random, pixels.AsSpan(i * ImageSet.PixelsPerImage, ImageSet.PixelsPerImage));
            return painter;
        }, _ => { });
        return new NonDigitSet(pixels, kinds);
    }

    /// <summary>A random kind, by the kinds' shares.</summary>
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
