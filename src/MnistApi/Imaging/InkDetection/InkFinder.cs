using MnistApi.Imaging.InkDetection.Lines;
using MnistApi.Imaging.InkDetection.Paper;
using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;

namespace MnistApi.Imaging.InkDetection;

/// <summary>Finds the ink of an upload, whatever it was written on. docs/decisions/0014-finding-ink.md explains the steps.</summary>
internal static class InkFinder
{
    private const int WorkingSide = 512;  // ten times what 20 pixels need, and quick
    private const int SmallestSide = 144; // On a smaller image, thresholds would cut whole pixels.
    private const int SmallestPhoto = 64; // Smaller images are drawings, or cut out: their paper is even.
    private const int SmallInk = 96;      // of the working side: smaller ink is worth a second look
    private const int NestedPapers = 2;   // a field with a frame on a sheet on a table

    /// <summary>
    /// The interpretations of the upload, the likeliest first. There are several if the image alone does not decide, for example between a
    /// shadow and a thick stroke. There is at least one; on a blank page, it has no shapes.
    /// </summary>
    /// <param name="isInkDark">Whether ink is darker than paper; null if that is not known.</param>
    public static IReadOnlyList<FoundInk> Find(ImageRaster raster, bool? isInkDark = null)
    {
        var paper = PaperRegion.Filling(new InkBox(0, 0, raster.Width, raster.Height));
        for (var i = 0; i < NestedPapers && PaperFinder.Find(raster, paper.Region) is { } inner; i++) paper = inner;

        var found = FindOn(paper, raster, isInkDark);
        return found[0] is { InkShapes: [var main, ..], Place.Scale: < 1 } && main.Box.LongerSide < SmallInk
            ? LookAgain(raster, found, main, isInkDark)
            : found;
    }

    /// <summary>Looks at a small digit on a large page alone, at full resolution.</summary>
    private static IReadOnlyList<FoundInk> LookAgain(ImageRaster raster, IReadOnlyList<FoundInk> found, InkShape main, bool? isInkDark)
    {
        var (place, box, margin) = (found[0].Place, main.Box, main.Box.LongerSide);
        var left = Math.Max(0, (int)(place.Left + (box.X - margin) / place.Scale));
        var top = Math.Max(0, (int)(place.Top + (box.Y - margin) / place.Scale));
        var right = Math.Min(raster.Width, (int)Math.Ceiling(place.Left + (box.X + box.Width + margin) / place.Scale));
        var bottom = Math.Min(raster.Height, (int)Math.Ceiling(place.Top + (box.Y + box.Height + margin) / place.Scale));
        var region = PaperRegion.Filling(new InkBox(left, top, right - left, bottom - top));
        var closer = FindOn(region, raster, isInkDark ?? found[0].IsInkDark);
        return closer[0].InkShapes.Length == 0
            ? found
            : [.. closer.Select(one => one with { Place = one.Place with { ReachesEdge = main.EdgePixels > 0 } })];
    }

    private static IReadOnlyList<FoundInk> FindOn(PaperRegion paper, ImageRaster raster, bool? isInkDark)
    {
        var side = paper.Region.LongerSide;
        var channels = PaperChannels.Of(raster, paper, WorkingSide, SmallestSide);
        var place = new PlaneInRaster((double)channels[0].LongerSide / side, paper.Region.X, paper.Region.Y);
        var isSmall = side < SmallestPhoto;
        var evenPaper = isSmall ? [.. channels.Select(PaperEdge.Median)] : PaperEdge.EvenLevelsOf(channels);

        var residuals = evenPaper is not null ? [.. channels.Zip(evenPaper, Without)] : PaperSurface.Residuals(channels);
        var weights = InkColor.Weights(residuals);
        var isDark = isInkDark ?? InkPolarity.IsInkDark(InkColor.Mix(residuals, weights));
        var gray = InkColor.Mix(channels, weights);
        if (!isDark) gray = gray.Select(level => 255 - level);

        var interpretations = new List<FoundInk>();
        if (evenPaper is not null) Add(interpretations, DarkInk.FindOnEvenPaper(gray, isRuled: !isSmall));
        if (!isSmall) foreach (var interpretation in DarkInk.FindInPhoto(gray)) Add(interpretations, interpretation);
        return interpretations.Count == 0
            ? [FoundInk.Nothing(PaperEdge.Median(gray) >= 128 == isDark)]
            : [.. interpretations.Select(one => one with { IsInkDark = isDark, Place = place })];
    }

    /// <summary>Adds an interpretation, unless it has no ink or the same ink as another one.</summary>
    private static void Add(List<FoundInk> interpretations, FoundInk added)
    {
        if (added.InkShapes.Length == 0 || interpretations.Any(added.IsAlike)) return;
        if (TouchingLines.Without(added) is { } without) interpretations.Add(without);
        interpretations.Add(added);
    }

    private static PixelPlane Without(PixelPlane channel, float paper) => channel.Select(level => level - paper);
}
