namespace MnistApi.Imaging.Ink;

/// <summary>Finds the ink of an upload on whatever it was written.</summary>
internal static class InkFinder
{
    private const int WorkingSide = 512;    // Ten times what 20 pixels need, and quick.
    private const int SmallestSide = 144;   // Below it thresholds would cut whole pixels.
    private const int SmallestPhoto = 64;   // Smaller images are drawings or cut out: their paper is even.
    private const int SmallInk = 96;        // Of the working side: below it a second look is worth while.
    private const float FaintestInk = 0.06f;
    private const float NoiseFactor = 5;

    /// <summary>What was found: shapes of ink, none on a blank page.</summary>
    public static FoundInk Find(ImageRaster raster, bool? isInkDark = null)
    {
        var found = Find(raster, new InkBox(0, 0, raster.Width, raster.Height), isInkDark);
        return found.Shapes is [var main, ..] && found.Scale < 1 && main.Box.LongerSide < SmallInk ? LookAgain(raster, found, main, isInkDark) : found;
    }

    /// <summary>A small digit on a large page is looked at alone, in full resolution.</summary>
    private static FoundInk LookAgain(ImageRaster raster, FoundInk found, Shape main, bool? isInkDark)
    {
        var margin = main.Box.LongerSide;
        var (left, top) = (Math.Max(0, (int)((main.Box.X - margin) / found.Scale)), Math.Max(0, (int)((main.Box.Y - margin) / found.Scale)));
        var right = Math.Min(raster.Width, (int)Math.Ceiling((main.Box.X + main.Box.Width + margin) / found.Scale));
        var bottom = Math.Min(raster.Height, (int)Math.Ceiling((main.Box.Y + main.Box.Height + margin) / found.Scale));
        var closer = Find(raster, new InkBox(left, top, right - left, bottom - top), isInkDark);
        return closer.Shapes.Length == 0 ? found : closer with { OtherShapes = found.Shapes.Length - 1, ReachesEdge = main.EdgePixels > 0 };
    }

    private static bool IsLight(Plane[] channels, double[] weights) => PaperSurface.EdgeMedian(InkColour.Mix(channels, weights)) >= 128;

    private static Plane Even(Plane gray)
    {
        var paper = PaperSurface.EdgeMedian(gray);
        return gray.Select(_ => paper);
    }

    private static Plane Without(Plane channel, float paper) => channel.Select(level => level - paper);

    private static FoundInk Find(ImageRaster raster, InkBox region, bool? isInkDark)
    {
        var side = region.LongerSide;
        var factor = side < SmallestSide ? (SmallestSide + side - 1) / side : 1;
        var reduced = Math.Min(1, (double)WorkingSide / side);
        var (width, height) = (Math.Max(1, (int)Math.Round(region.Width * reduced)), Math.Max(1, (int)Math.Round(region.Height * reduced)));
        Plane[] channels = [.. Channels.Of(raster, region, width, height).Select(channel => channel.Enlarge(factor))];
        var scale = (double)channels[0].LongerSide / side;

        var isSmall = side < SmallestPhoto;
        var residuals = isSmall ? [.. channels.Select(channel => Without(channel, PaperSurface.EdgeMedian(channel)))] : PaperSurface.Residuals(channels);
        var weights = InkColour.Weights(residuals);
        var isDark = isInkDark ?? Polarity.IsInkDark(InkColour.Mix(residuals, weights));
        var gray = InkColour.Mix(channels, weights);
        gray = isDark ? gray : gray.Select(level => 255 - level);

        var darkness = PaperLight.Darkness(gray, isSmall ? Even(gray) : PaperLight.Of(gray));
        var noise = Noise.Deviation(darkness);
        if (noise > 0.03f) (darkness, noise) = (darkness.Mean(1), noise / 3);
        if (!isSmall) darkness = RuledLines.Remove(darkness, noise);

        var threshold = InkThreshold.Of(darkness, noise);
        var isBlank = threshold.Core < Math.Max(FaintestInk, NoiseFactor * noise);
        if (isBlank) return FoundInk.Nothing(IsLight(channels, weights));
        var ink = ConnectedInk.Of(darkness, threshold);
        return new FoundInk(darkness, threshold, ink, Shapes.Of(ink.Pieces, darkness.Width, darkness.Height), isDark, scale) { Left = region.X, Top = region.Y };
    }
}

/// <summary>The ink of an image.</summary>
/// <param name="Darkness">0 (paper) to 1.</param>
/// <param name="Shapes">The likeliest digit first; in pixels of <paramref name="Darkness"/>.</param>
/// <param name="IsInkDark">Whether ink is darker than paper.</param>
/// <param name="Scale">Pixels of <paramref name="Darkness"/> to one of the raster.</param>
internal sealed record FoundInk(Plane Darkness, InkThreshold Threshold, ConnectedInk Ink, Shape[] Shapes, bool IsInkDark, double Scale)
{
    /// <summary>A blank page, of which ink would be dark where it is light.</summary>
    public static FoundInk Nothing(bool isPaperLight) => new(new Plane(1, 1), default, new ConnectedInk(1, [0], []), [], isPaperLight, 1);

    /// <summary>Where the plane begins in the raster.</summary>
    public int Left { get; init; }

    /// <inheritdoc cref="Left"/>
    public int Top { get; init; }

    /// <summary>Shapes outside of the plane.</summary>
    public int OtherShapes { get; init; }

    /// <summary>Whether the plane's edge is the image's where a shape touches it.</summary>
    public bool ReachesEdge { get; init; } = true;
}
