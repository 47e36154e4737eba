using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>Removes the lines of ruled and squared paper, but keeps writing that crosses them.</summary>
internal static class RuledLines
{
    private const double MaxThickness = 0.022; // share of the longer side; anything thicker is writing
    private const double MinCoverage = 0.5;    // share of the image's width or height over which a line must be visible

    /// <summary>Returns the darkness without the lines; the same plane if there are none.</summary>
    /// <param name="darkness">[height, width], 0 (paper) to 1.</param>
    /// <param name="noise">The standard deviation of the noise on the paper.</param>
    public static PixelPlane Remove(PixelPlane darkness, float noise)
    {
        var withoutRows = RemoveRows(darkness, noise);
        var transposed = withoutRows.Transpose();
        var withoutBoth = RemoveRows(transposed, noise);
        return withoutBoth == transposed ? withoutRows : withoutBoth.Transpose();
    }

    /// <summary>
    /// Whether there are lines on a part of an image that is long enough to be lines of its paper.
    /// </summary>
    /// <param name="darkness">The part of the image that has ink, without noise. Lines on the rest would be ink.</param>
    /// <param name="width">The width of the whole image, in pixels of the plane.</param>
    /// <param name="height">The height of the whole image, in pixels of the plane.</param>
    public static bool AreOn(PixelPlane darkness, double width, double height)
    {
        var thickness = (int)Math.Ceiling(MaxThickness * Math.Max(width, height));
        if (HasRows(darkness, thickness, MinCoverage * width)) return true;
        using var transposed = darkness.Transpose();
        return HasRows(transposed, thickness, MinCoverage * height);
    }

    private static bool HasRows(PixelPlane darkness, int thickness, double length) =>
        darkness.Width >= length && LineDetection.Find(darkness, noise: 0, thickness, coverage: length / darkness.Width).Count > 0;

    /// <summary>
    /// Removes lines that run from left to right. Each line has its own slope, because the slopes differ in a photo that was taken at an
    /// angle.
    /// </summary>
    private static PixelPlane RemoveRows(PixelPlane darkness, float noise)
    {
        var thickness = Math.Max(3, (int)(MaxThickness * darkness.LongerSide));
        var found = LineDetection.Find(darkness, noise, thickness, MinCoverage);
        if (found.Count == 0 || found.Count == 1 && LineRemoval.MayBeDigitOne(darkness, found[0], thickness)) return darkness;
        return LineRemoval.Remove(darkness, found, thickness);
    }
}
