namespace MnistApi.Imaging.Ink;

/// <summary>Connected ink, or several pieces of it that belong together.</summary>
/// <param name="Labels">The numbers of its pieces.</param>
/// <param name="Box">In pixels of the plane.</param>
/// <param name="Area">In pixels.</param>
/// <param name="EdgePixels">Pixels at the image's edge.</param>
/// <param name="Darkness">Mean over its pixels.</param>
internal sealed record Shape(IReadOnlyList<int> Labels, InkBox Box, int Area, int EdgePixels, float Darkness)
{
    private const double MostAtEdge = 0.25; // of a shape's longer side

    /// <summary>Whether it lies along the image's edge, as shadows and the ends of other things do.</summary>
    public bool IsScrap => EdgePixels > MostAtEdge * Box.LongerSide;

    public Shape With(Shape other) => new([.. Labels, .. other.Labels], Box.Union(other.Box), Area + other.Area, EdgePixels + other.EdgePixels, (Darkness * Area + other.Darkness * other.Area) / (Area + other.Area));
}
