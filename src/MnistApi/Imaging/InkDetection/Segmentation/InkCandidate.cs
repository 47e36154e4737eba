using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>A candidate for the ink of an image.</summary>
/// <param name="Darkness">[height, width], 0 (paper) to 1.</param>
/// <param name="Threshold">The thresholds that separate ink from paper.</param>
/// <param name="Components">The connected components of the ink.</param>
/// <param name="Shapes">The shapes, in pixels of <paramref name="Darkness"/>, the most likely digit first.</param>
/// <param name="IsInkDark">Whether the ink is darker than the paper.</param>
internal sealed record InkCandidate(
    PixelPlane Darkness, InkThreshold Threshold, ConnectedComponents Components, InkShape[] Shapes, bool IsInkDark)
{
    private const double MinOverlap = 0.9; // intersection over union

    /// <summary>The position of the plane in the raster.</summary>
    public PlanePlacement Placement { get; init; } = new(1, 0, 0);

    /// <summary>Returns the candidate of a blank page. Ink on a light page would be dark.</summary>
    public static InkCandidate Blank(PlaneMemory memory, bool isPaperLight) =>
        new(memory.Filled(1, 1), default, ConnectedComponents.Empty(memory, 1, 1), [], isPaperLight);

    /// <summary>Whether the most likely digit covers nearly the same pixels in both candidates. Both must have a shape.</summary>
    public bool IsDuplicateOf(InkCandidate other)
    {
        bool[] own = Components.LabelsOf(Shapes[0]), others = other.Components.LabelsOf(other.Shapes[0]);
        ReadOnlySpan<int> ownLabels = Components.Labels, othersLabels = other.Components.Labels;
        var (intersection, union) = (0, 0);
        for (var i = 0; i < ownLabels.Length; i++)
        {
            var (isOwn, isOthers) = (own[ownLabels[i]], others[othersLabels[i]]);
            if (isOwn || isOthers) union++;
            if (isOwn && isOthers) intersection++;
        }

        return intersection >= MinOverlap * union;
    }
}

/// <summary>The position of a plane in the raster that it was made from.</summary>
/// <param name="Scale">Pixels of the plane for each pixel of the raster.</param>
/// <param name="Left">The left edge of the plane, in pixels of the raster.</param>
/// <param name="Top">The top edge of the plane, in pixels of the raster.</param>
internal readonly record struct PlanePlacement(double Scale, int Left, int Top)
{
    /// <summary>Whether a shape at the edge of the plane is also at the edge of the image.</summary>
    public bool ReachesEdge { get; init; } = true;
}
