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
    /// Whether <see cref="Remove"/> could find a line. If not, there are too few thin pixels for the shortest line in any direction.
    /// </summary>
    /// <param name="darkness">The part of the plane that has ink. Lines on the rest would be ink.</param>
    /// <param name="width">The width of the whole plane in pixels.</param>
    /// <param name="height">The height of the whole plane in pixels.</param>
    public static bool MayHaveLines(PixelPlane darkness, int width, int height)
    {
        var thickness = ThicknessIn(Math.Max(width, height));
        return (darkness.Width >= MinCoverage * width && LineDetection.CountThin(darkness, thickness) >= MinCoverage * width)
            || (darkness.Height >= MinCoverage * height && LineDetection.CountThin(darkness.Transpose(), thickness) >= MinCoverage * height);
    }

    /// <summary>
    /// Removes lines that run from left to right. Each line has its own slope, because the slopes differ in a photo that was taken at an
    /// angle.
    /// </summary>
    private static PixelPlane RemoveRows(PixelPlane darkness, float noise)
    {
        var thickness = ThicknessIn(darkness.LongerSide);
        var found = LineDetection.Find(darkness, noise, thickness, MinCoverage);
        if (found.Count == 0 || found.Count == 1 && LineRemoval.MayBeDigitOne(darkness, found[0], thickness)) return darkness;
        return LineRemoval.Remove(darkness, found, thickness);
    }

    /// <summary>The greatest thickness of a line in pixels.</summary>
    private static int ThicknessIn(int longerSide) => Math.Max(3, (int)(MaxThickness * longerSide));
}
