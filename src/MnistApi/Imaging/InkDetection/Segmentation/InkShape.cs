namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>A connected component of ink, or several components that belong together.</summary>
/// <param name="Labels">The labels of its components in <see cref="ConnectedComponents.Labels"/>.</param>
/// <param name="Box">The bounding box, in pixels of the plane.</param>
/// <param name="Area">The number of its pixels.</param>
/// <param name="EdgePixels">The number of its pixels at the edge of the plane.</param>
/// <param name="Darkness">The mean darkness of its pixels, 0 to 1.</param>
internal sealed record InkShape(IReadOnlyList<int> Labels, InkBox Box, int Area, int EdgePixels, float Darkness)
{
    private const double MaxAtEdge = 0.25; // pixels at the edge, as a share of the longer side

    /// <summary>Whether the shape lies along the edge of the image, like a shadow or a part of another object.</summary>
    public bool IsEdgeFragment => EdgePixels > MaxAtEdge * Box.LongerSide;

    /// <summary>Returns one shape with the components of both.</summary>
    public InkShape Merge(InkShape other)
    {
        var area = Area + other.Area;
        var darkness = (Darkness * Area + other.Darkness * other.Area) / area;
        return new InkShape([.. Labels, .. other.Labels], Box.Union(other.Box), area, EdgePixels + other.EdgePixels, darkness);
    }
}
