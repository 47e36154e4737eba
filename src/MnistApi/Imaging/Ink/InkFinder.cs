namespace MnistApi.Imaging.Ink;

/// <summary>Finds the ink of an upload on whatever it was written.</summary>
internal static class InkFinder
{
    private const int WorkingSide = 512;    // Ten times what 20 pixels need, and quick.
    private const int SmallestSide = 144;   // Below it thresholds would cut whole pixels.
    private const int SmallestPhoto = 64;   // Smaller images are drawings or cut out: their paper is even.
    private const int SmallInk = 96;        // Of the working side: below it a second look is worth while.
    private const int NestedSheets = 2;     // A field with a frame on a sheet on a table.
    private const double WideWindow = 0.3;  // of the shorter side
    private const double NarrowWindow = 0.09;
    private const double MostThick = 0.05;
    private const double ShadowDarkness = 0.9;
    private const float Noisy = 0.03f;
    private const float FaintestInk = 0.06f;
    private const float NoiseFactor = 5;

    /// <summary>What was found: shapes of ink, none on a blank page.</summary>
    /// <param name="raster">The upload.</param>
    /// <param name="isInkDark">Whether ink is darker than paper, where that is known.</param>
    public static FoundInk Find(ImageRaster raster, bool? isInkDark = null)
    {
        var page = new Sheet(new InkBox(0, 0, raster.Width, raster.Height), new Plane(1, 1, [1]));
        for (var i = 0; i < NestedSheets && Sheet.Find(raster, page.Region) is { } inner; i++) page = inner;

        var found = Find(raster, page, isInkDark);
        return found.Shapes is [var main, ..] && found.Scale < 1 && main.Box.LongerSide < SmallInk ? LookAgain(raster, found, main, isInkDark) : found;
    }

    /// <summary>A small digit on a large page is looked at alone, in full resolution.</summary>
    private static FoundInk LookAgain(ImageRaster raster, FoundInk found, Shape main, bool? isInkDark)
    {
        var margin = main.Box.LongerSide;
        var (left, top) = (Math.Max(0, (int)(found.Left + (main.Box.X - margin) / found.Scale)), Math.Max(0, (int)(found.Top + (main.Box.Y - margin) / found.Scale)));
        var right = Math.Min(raster.Width, (int)Math.Ceiling(found.Left + (main.Box.X + main.Box.Width + margin) / found.Scale));
        var bottom = Math.Min(raster.Height, (int)Math.Ceiling(found.Top + (main.Box.Y + main.Box.Height + margin) / found.Scale));
        var closer = Find(raster, new Sheet(new InkBox(left, top, right - left, bottom - top), new Plane(1, 1, [1])), isInkDark);
        return closer.Shapes.Length == 0 ? found : closer with { OtherShapes = found.Shapes.Length - 1, ReachesEdge = main.EdgePixels > 0 };
    }

    private static FoundInk Find(ImageRaster raster, Sheet sheet, bool? isInkDark)
    {
        var side = sheet.Region.LongerSide;
        var channels = PageChannels.Of(raster, sheet, WorkingSide, SmallestSide);
        var scale = (double)channels[0].LongerSide / side;
        var isSmall = side < SmallestPhoto;

        var residuals = isSmall ? [.. channels.Select(channel => Without(channel, PaperSurface.EdgeMedian(channel)))] : PaperSurface.Residuals(channels);
        var weights = InkColour.Weights(residuals);
        var isDark = isInkDark ?? Polarity.IsInkDark(InkColour.Mix(residuals, weights));
        var gray = InkColour.Mix(channels, weights);
        if (!isDark) gray = gray.Select(level => 255 - level);

        var found = isSmall ? FindDark(PaperLight.Darkness(gray, Even(gray)), isRuled: false) : FindDark(gray);
        if (found.Shapes.Length == 0) return FoundInk.Nothing(PaperSurface.EdgeMedian(gray) >= 128 == isDark);
        found = found with { IsInkDark = isDark, Scale = scale, Left = sheet.Region.X, Top = sheet.Region.Y };
        return found with { Other = found.Other is { } other ? other with { IsInkDark = isDark, Scale = scale, Left = found.Left, Top = found.Top } : null };
    }

    /// <summary>
    /// With a wide window thick strokes are found, and shadows; with a narrow one neither. What only the wide one finds is ink where it is about as dark
    /// as the rest, and a shadow where it is not.
    /// </summary>
    private static FoundInk FindDark(Plane gray)
    {
        var side = Math.Min(gray.Width, gray.Height);
        var wide = FindDark(PaperLight.Darkness(gray, PaperLight.Of(gray, WideWindow * side)), isRuled: true);
        var narrow = FindDark(PaperLight.Darkness(gray, PaperLight.Of(gray, NarrowWindow * side)), isRuled: true);
        if (wide.Shapes.Length == 0 || narrow.Shapes.Length == 0) return wide;

        var (thin, thick) = (new List<float>(), new List<float>());
        for (var i = 0; i < gray.Values.Length; i++)
        {
            if (wide.Ink.Labels[i] == 0) continue;
            if (narrow.Ink.Labels[i] > 0) thin.Add(wide.Darkness.Values[i]);
            else if (!wide.Ink.Pieces[wide.Ink.Labels[i] - 1].IsScrap) thick.Add(wide.Darkness.Values[i]);
        }

        var isNarrow = thin.Count > 0 && (thick.Count < MostThick * thin.Count || thick.Average() < ShadowDarkness * thin.Average());
        var (first, second) = isNarrow ? (narrow, wide) : (wide, narrow);
        return first.Shapes[0].Box.IsAlike(second.Shapes[0].Box) ? first : first with { Other = second };
    }

    private static FoundInk FindDark(Plane darkness, bool isRuled)
    {
        var noise = Noise.Deviation(darkness);
        if (noise > Noisy) (darkness, noise) = (darkness.Mean(1), noise / 3);
        if (isRuled) darkness = RuledLines.Remove(darkness, noise);

        var threshold = InkThreshold.Of(darkness, noise);
        if (threshold.Core < Math.Max(FaintestInk, NoiseFactor * noise)) return FoundInk.Nothing(isPaperLight: true);
        var ink = ConnectedInk.Of(darkness, threshold);
        return new FoundInk(darkness, threshold, ink, Shapes.Of(ink.WithoutFrames()), IsInkDark: true, Scale: 1);
    }

    private static Plane Even(Plane gray)
    {
        var paper = PaperSurface.EdgeMedian(gray);
        return gray.Select(_ => paper);
    }

    private static Plane Without(Plane channel, float paper) => channel.Select(level => level - paper);
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

    /// <summary>What it may be instead, where shadow and thick strokes could not be told apart with certainty.</summary>
    public FoundInk? Other { get; init; }

    /// <summary>Where the plane begins in the raster.</summary>
    public int Left { get; init; }

    /// <inheritdoc cref="Left"/>
    public int Top { get; init; }

    /// <summary>Shapes outside of the plane.</summary>
    public int OtherShapes { get; init; }

    /// <summary>Whether the plane's edge is the image's where a shape touches it.</summary>
    public bool ReachesEdge { get; init; } = true;
}
