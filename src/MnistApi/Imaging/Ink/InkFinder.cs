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
    public static FoundInk Find(ImageRaster raster)
    {
        var found = Find(raster, new InkBox(0, 0, raster.Width, raster.Height));
        return found.Shapes is [var main, ..] && found.Scale < 1 && main.Box.LongerSide < SmallInk ? LookAgain(raster, found, main) : found;
    }

    /// <summary>A small digit on a large page is looked at alone, in full resolution.</summary>
    private static FoundInk LookAgain(ImageRaster raster, FoundInk found, Shape main)
    {
        var margin = main.Box.LongerSide;
        var (left, top) = (Math.Max(0, (int)((main.Box.X - margin) / found.Scale)), Math.Max(0, (int)((main.Box.Y - margin) / found.Scale)));
        var right = Math.Min(raster.Width, (int)Math.Ceiling((main.Box.X + main.Box.Width + margin) / found.Scale));
        var bottom = Math.Min(raster.Height, (int)Math.Ceiling((main.Box.Y + main.Box.Height + margin) / found.Scale));
        var closer = Find(raster, new InkBox(left, top, right - left, bottom - top));
        return closer.Shapes.Length == 0 ? found : closer with { OtherShapes = found.Shapes.Length - 1 };
    }

    private static Plane Even(Plane gray)
    {
        var paper = PaperSurface.EdgeMedian(gray);
        return gray.Select(_ => paper);
    }

    private static Plane Without(Plane channel, float paper) => channel.Select(level => level - paper);

    private static FoundInk Find(ImageRaster raster, InkBox region)
    {
        var side = region.LongerSide;
        var factor = side < SmallestSide ? (SmallestSide + side - 1) / side : 1;
        Plane[] channels = [.. Channels.Of(raster, region, WorkingSide).Select(channel => channel.Enlarge(factor))];
        var scale = (double)channels[0].LongerSide / side;

        var isSmall = side < SmallestPhoto;
        var residuals = isSmall ? [.. channels.Select(channel => Without(channel, PaperSurface.EdgeMedian(channel)))] : PaperSurface.Residuals(channels);
        var weights = InkColour.Weights(residuals);
        var isInkDark = Polarity.IsInkDark(InkColour.Mix(residuals, weights));
        var gray = InkColour.Mix(channels, weights);
        gray = isInkDark ? gray : gray.Select(level => 255 - level);

        var darkness = PaperLight.Darkness(gray, isSmall ? Even(gray) : PaperLight.Of(gray));
        var noise = Noise.Deviation(darkness);
        if (noise > 0.03f) (darkness, noise) = (darkness.Mean(1), noise / 3);
        if (!isSmall) darkness = RuledLines.Remove(darkness, noise);

        var threshold = InkThreshold.Of(darkness, noise);
        var isBlank = threshold.Core < Math.Max(FaintestInk, NoiseFactor * noise);
        var ink = ConnectedInk.Of(darkness, threshold);
        return new FoundInk(darkness, threshold, ink, isBlank ? [] : Shapes.Of(ink.Pieces, darkness.Width, darkness.Height), isInkDark, scale) { Left = region.X, Top = region.Y };
    }
}

/// <summary>The ink of an image.</summary>
/// <param name="Darkness">0 (paper) to 1.</param>
/// <param name="Shapes">The likeliest digit first; in pixels of <paramref name="Darkness"/>.</param>
/// <param name="IsInkDark">Whether ink is darker than paper.</param>
/// <param name="Scale">Pixels of <paramref name="Darkness"/> to one of the raster.</param>
internal sealed record FoundInk(Plane Darkness, InkThreshold Threshold, ConnectedInk Ink, Shape[] Shapes, bool IsInkDark, double Scale)
{
    /// <summary>Where the plane begins in the raster.</summary>
    public int Left { get; init; }

    /// <inheritdoc cref="Left"/>
    public int Top { get; init; }

    /// <summary>Shapes outside of the plane.</summary>
    public int OtherShapes { get; init; }
}
