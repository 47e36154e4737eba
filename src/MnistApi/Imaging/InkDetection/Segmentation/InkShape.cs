namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>A connected piece of ink, or several pieces that belong together.</summary>
/// <param name="Labels">The numbers of its pieces in <see cref="ConnectedInk.Labels"/>.</param>
/// <param name="Box">In pixels of the plane.</param>
/// <param name="Area">In pixels.</param>
/// <param name="EdgePixels">How many of its pixels are at the image's edge.</param>
/// <param name="Darkness">The mean over its pixels, 0 to 1.</param>
internal sealed record InkShape(IReadOnlyList<int> Labels, InkBox Box, int Area, int EdgePixels, float Darkness)
{
    private const double MostAtEdge = 0.25; // of a shape's longer side

    /// <summary>Whether it lies along the image's edge, as shadows and the ends of other things do.</summary>
    public bool IsScrap => EdgePixels > MostAtEdge * Box.LongerSide;

    /// <summary>Both shapes as one.</summary>
    public InkShape With(InkShape other)
    {
        var area = Area + other.Area;
        var darkness = (Darkness * Area + other.Darkness * other.Area) / area;
        return new InkShape([.. Labels, .. other.Labels], Box.Union(other.Box), area, EdgePixels + other.EdgePixels, darkness);
    }
}
