namespace MnistApi.Imaging.Ink;

/// <summary>Connected ink, or several pieces of it that belong together.</summary>
/// <param name="Labels">The numbers of its pieces.</param>
/// <param name="Box">In pixels of the plane.</param>
/// <param name="Area">In pixels.</param>
/// <param name="EdgePixels">Pixels at the image's edge.</param>
internal sealed record Shape(IReadOnlyList<int> Labels, InkBox Box, int Area, int EdgePixels)
{
    public Shape With(Shape other) => new([.. Labels, .. other.Labels], Box.Union(other.Box), Area + other.Area, EdgePixels + other.EdgePixels);
}
