using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>Removes the lines of ruled and squared paper. Writing that crosses them stays.</summary>
internal static class RuledLines
{
    private const double ThicknessShare = 0.022; // of the longer side: anything thicker is writing
    private const double Covered = 0.5;          // of the way across the image on which a line must be visible

    /// <summary>The darkness without the lines; the same plane if there are none.</summary>
    /// <param name="darkness">0 (paper) to 1.</param>
    /// <param name="noise">The standard deviation of noise on paper.</param>
    public static PixelPlane Remove(PixelPlane darkness, float noise)
    {
        var withoutRows = RemoveRows(darkness, noise);
        var transposed = withoutRows.Transpose();
        var withoutBoth = RemoveRows(transposed, noise);
        return withoutBoth == transposed ? withoutRows : withoutBoth.Transpose();
    }

    /// <summary>Each line has its own slope, because all slopes differ in a photo that was not taken from straight above.</summary>
    private static PixelPlane RemoveRows(PixelPlane darkness, float noise)
    {
        var thickness = Math.Max(3, (int)(ThicknessShare * darkness.LongerSide));
        var found = LineDetection.Find(darkness, noise, thickness, Covered);
        if (found.Count == 0 || found.Count == 1 && LineRemoval.MayBeOne(darkness, found[0], thickness)) return darkness;
        return LineRemoval.Without(darkness, found, thickness);
    }
}
