namespace MnistApi.Imaging.Ink;

/// <summary>The ink of an image, as it can be seen in one way.</summary>
/// <param name="Darkness">0 (paper) to 1.</param>
/// <param name="Shapes">The likeliest digit first; in pixels of <paramref name="Darkness"/>.</param>
/// <param name="IsInkDark">Whether ink is darker than paper.</param>
internal sealed record FoundInk(Plane Darkness, InkThreshold Threshold, ConnectedInk Ink, Shape[] Shapes, bool IsInkDark)
{
    private const double MostOverlap = 0.9;

    /// <summary>Where the plane lies in the raster.</summary>
    public PlaneInRaster Place { get; init; } = new(1, 0, 0);

    /// <summary>A blank page, of which ink would be dark where it is light.</summary>
    public static FoundInk Nothing(bool isPaperLight) => new(new Plane(1, 1), default, new ConnectedInk(1, [0], []), [], isPaperLight);

    /// <summary>Whether the likeliest digit has nearly the same pixels in both.</summary>
    public bool IsAlike(FoundInk other)
    {
        HashSet<int> own = [.. Shapes[0].Labels], others = [.. other.Shapes[0].Labels];
        var (both, either) = (0, 0);
        for (var i = 0; i < Ink.Labels.Length; i++)
        {
            var (isOwn, isOthers) = (own.Contains(Ink.Labels[i]), others.Contains(other.Ink.Labels[i]));
            if (isOwn || isOthers) either++;
            if (isOwn && isOthers) both++;
        }

        return both >= MostOverlap * either;
    }
}

/// <summary>Where a plane lies in the raster it was made of.</summary>
/// <param name="Scale">Pixels of the plane to one of the raster.</param>
/// <param name="Left">Where the plane begins, in pixels of the raster.</param>
/// <param name="Top">As <paramref name="Left"/>.</param>
internal readonly record struct PlaneInRaster(double Scale, int Left, int Top)
{
    /// <summary>Whether the plane's edge is the image's where a shape touches it.</summary>
    public bool ReachesEdge { get; init; } = true;
}
