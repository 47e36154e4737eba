using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>The ink of an image in one interpretation of it.</summary>
/// <param name="Darkness">0 (paper) to 1.</param>
/// <param name="InkShapes">In pixels of <paramref name="Darkness"/>; the likeliest digit comes first.</param>
/// <param name="IsInkDark">Whether ink is darker than paper.</param>
internal sealed record FoundInk(PixelPlane Darkness, InkThreshold Threshold, ConnectedInk Ink, InkShape[] InkShapes, bool IsInkDark)
{
    private const double LeastOverlap = 0.9;

    /// <summary>Where the plane lies in the raster.</summary>
    public PlaneInRaster Place { get; init; } = new(1, 0, 0);

    /// <summary>A blank page. If the page is light, ink on it would be dark.</summary>
    public static FoundInk Nothing(bool isPaperLight) =>
        new(new PixelPlane(1, 1), default, new ConnectedInk(1, [0], []), [], isPaperLight);

    /// <summary>Whether the likeliest digit has nearly the same pixels in both interpretations.</summary>
    public bool IsAlike(FoundInk other)
    {
        HashSet<int> own = [.. InkShapes[0].Labels], others = [.. other.InkShapes[0].Labels];
        var (both, either) = (0, 0);
        for (var i = 0; i < Ink.Labels.Length; i++)
        {
            var (isOwn, isOthers) = (own.Contains(Ink.Labels[i]), others.Contains(other.Ink.Labels[i]));
            if (isOwn || isOthers) either++;
            if (isOwn && isOthers) both++;
        }

        return both >= LeastOverlap * either;
    }
}

/// <summary>The position of a plane in the raster that it was made from.</summary>
/// <param name="Scale">Pixels of the plane for each pixel of the raster.</param>
/// <param name="Left">The left edge of the plane, in pixels of the raster.</param>
/// <param name="Top">The top edge of the plane, in pixels of the raster.</param>
internal readonly record struct PlaneInRaster(double Scale, int Left, int Top)
{
    /// <summary>Whether a shape that touches the edge of the plane also touches the edge of the image.</summary>
    public bool ReachesEdge { get; init; } = true;
}
