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

    /// <summary>
    /// What was found, the likeliest first. There are several where the image alone cannot tell, say a shadow from a thick stroke; at least one, without
    /// shapes on a blank page.
    /// </summary>
    /// <param name="raster">The upload.</param>
    /// <param name="isInkDark">Whether ink is darker than paper, where that is known.</param>
    public static IReadOnlyList<FoundInk> Find(ImageRaster raster, bool? isInkDark = null)
    {
        var page = new Sheet(new InkBox(0, 0, raster.Width, raster.Height), new Plane(1, 1, [1]));
        for (var i = 0; i < NestedSheets && Sheet.Find(raster, page.Region) is { } inner; i++) page = inner;

        var found = Find(raster, page, isInkDark);
        return found[0] is { Shapes: [var main, ..], Place.Scale: < 1 } && main.Box.LongerSide < SmallInk ? LookAgain(raster, found, main, isInkDark) : found;
    }

    /// <summary>A small digit on a large page is looked at alone, in full resolution.</summary>
    private static IReadOnlyList<FoundInk> LookAgain(ImageRaster raster, IReadOnlyList<FoundInk> found, Shape main, bool? isInkDark)
    {
        var (place, margin) = (found[0].Place, main.Box.LongerSide);
        var (left, top) = (Math.Max(0, (int)(place.Left + (main.Box.X - margin) / place.Scale)), Math.Max(0, (int)(place.Top + (main.Box.Y - margin) / place.Scale)));
        var right = Math.Min(raster.Width, (int)Math.Ceiling(place.Left + (main.Box.X + main.Box.Width + margin) / place.Scale));
        var bottom = Math.Min(raster.Height, (int)Math.Ceiling(place.Top + (main.Box.Y + main.Box.Height + margin) / place.Scale));
        var closer = Find(raster, new Sheet(new InkBox(left, top, right - left, bottom - top), new Plane(1, 1, [1])), isInkDark ?? found[0].IsInkDark);
        return closer[0].Shapes.Length == 0 ? found : [.. closer.Select(one => one with { Place = one.Place with { ReachesEdge = main.EdgePixels > 0 } })];
    }

    private static IReadOnlyList<FoundInk> Find(ImageRaster raster, Sheet sheet, bool? isInkDark)
    {
        var side = sheet.Region.LongerSide;
        var channels = PageChannels.Of(raster, sheet, WorkingSide, SmallestSide);
        var place = new PlaneInRaster((double)channels[0].LongerSide / side, sheet.Region.X, sheet.Region.Y);
        var isSmall = side < SmallestPhoto;
        var evenPaper = isSmall ? [.. channels.Select(PaperSurface.EdgeMedian)] : PaperSurface.Even(channels);

        var residuals = evenPaper is not null ? [.. channels.Zip(evenPaper, Without)] : PaperSurface.Residuals(channels);
        var weights = InkColour.Weights(residuals);
        var isDark = isInkDark ?? Polarity.IsInkDark(InkColour.Mix(residuals, weights));
        var gray = InkColour.Mix(channels, weights);
        if (!isDark) gray = gray.Select(level => 255 - level);

        var ways = new List<FoundInk>();
        if (evenPaper is not null) Add(ways, FindDark(PaperLight.Darkness(gray, Even(gray)), isRuled: !isSmall));
        if (!isSmall) foreach (var way in FindDark(gray)) Add(ways, way);
        return ways.Count == 0
            ? [FoundInk.Nothing(PaperSurface.EdgeMedian(gray) >= 128 == isDark)]
            : [.. ways.Select(way => way with { IsInkDark = isDark, Place = place })];
    }

    /// <summary>
    /// With a wide window thick strokes are found, and shadows; with a narrow one neither. What only the wide one finds is ink where it is about as dark
    /// as the rest, and a shadow where it is not.
    /// </summary>
    private static FoundInk[] FindDark(Plane gray)
    {
        var side = Math.Min(gray.Width, gray.Height);
        var wide = FindDark(PaperLight.Darkness(gray, PaperLight.Of(gray, WideWindow * side)), isRuled: true);
        var narrow = FindDark(PaperLight.Darkness(gray, PaperLight.Of(gray, NarrowWindow * side)), isRuled: true);
        if (wide.Shapes.Length == 0 || narrow.Shapes.Length == 0) return [wide];

        var (thin, thick) = (new List<float>(), new List<float>());
        for (var i = 0; i < gray.Values.Length; i++)
        {
            if (wide.Ink.Labels[i] == 0) continue;
            if (narrow.Ink.Labels[i] > 0) thin.Add(wide.Darkness.Values[i]);
            else if (!wide.Ink.Pieces[wide.Ink.Labels[i] - 1].IsScrap) thick.Add(wide.Darkness.Values[i]);
        }

        var isNarrow = thin.Count > 0 && (thick.Count < MostThick * thin.Count || thick.Average() < ShadowDarkness * thin.Average());
        return isNarrow ? [narrow, wide] : [wide, narrow];
    }

    private static FoundInk FindDark(Plane darkness, bool isRuled)
    {
        var noise = Noise.Deviation(darkness);
        if (noise > Noisy) (darkness, noise) = (darkness.Mean(1), noise / 3);
        var lined = darkness;
        if (isRuled) darkness = RuledLines.Remove(darkness, noise);

        var threshold = InkThreshold.Of(darkness, noise);
        if (threshold.Core < Math.Max(FaintestInk, NoiseFactor * noise)) return FoundInk.Nothing(isPaperLight: true);
        var ink = ConnectedInk.Of(darkness, threshold);
        return new FoundInk(darkness, threshold, ink, Shapes.Of(Dividers.Without(ink.WithoutFrames(), lined, darkness, threshold)), IsInkDark: true);
    }

    /// <summary>Adds a way to see the image, unless there is nothing, or no more than in another way.</summary>
    private static void Add(List<FoundInk> ways, FoundInk way)
    {
        if (way.Shapes.Length == 0 || ways.Any(way.IsAlike)) return;
        if (TouchingLines.Without(way) is { } without) ways.Add(without);
        ways.Add(way);
    }

    private static Plane Even(Plane gray)
    {
        var paper = PaperSurface.EdgeMedian(gray);
        return gray.Select(_ => paper);
    }

    private static Plane Without(Plane channel, float paper) => channel.Select(level => level - paper);
}
