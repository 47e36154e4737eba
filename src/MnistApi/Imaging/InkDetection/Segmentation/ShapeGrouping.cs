namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>
/// Groups the components that form a digit together, and drops specks, fragments at the edge of the image, underlines and faint components.
/// </summary>
internal static class ShapeGrouping
{
    private const double MaxGap = 0.25; // between the components of a shape, as a share of the shape's longer side

    // Two tall components side by side are two shapes.
    private const double MinTallHeight = 0.55; // share of the taller component's height
    private const double MaxSideOverlap = 0.1; // share of the narrower component's width

    // Shares of the main component, which is the most likely one. A faint component is a shadow or shows through from the other side.
    private const double SpeckArea = 0.03;
    private const double SpeckLength = 0.18;
    private const float MinDarkness = 0.55f;
    private const double UnderlineWidth = 0.6;
    private const double UnderlineTop = 0.85;

    private const double UnderlineAspect = 5; // width divided by height
    private const double EdgePenalty = 0.25;

    /// <summary>Groups components into shapes.</summary>
    /// <returns>The shapes, the most likely digit first.</returns>
    public static InkShape[] Of(IReadOnlyList<InkShape> components)
    {
        if (components.Count == 0) return [];

        var relevant = WithoutEdgeFragments(components);
        var main = relevant.MaxBy(Weight)!;
        var writing = relevant.Where(component => component != main && IsWriting(component, main));
        var rest = writing.OrderByDescending(component => component.Area).ToList();
        var shapes = new List<InkShape>();
        for (InkShape? next = main; next is not null; next = rest.MaxBy(Weight))
        {
            rest.Remove(next);
            shapes.Add(Gather(next, rest));
        }

        return [.. shapes.OrderByDescending(Weight)];
    }

    /// <summary>Drops the fragments at the edge of the image, unless only specks would remain.</summary>
    private static InkShape[] WithoutEdgeFragments(IReadOnlyList<InkShape> components)
    {
        var largest = components.Max(component => component.Area);
        var inside = components.Where(component => !component.IsEdgeFragment).ToArray();
        return inside.Length == 0 || inside.Max(component => component.Area) < SpeckArea * largest ? [.. components] : inside;
    }

    /// <summary>Merges a shape with nearby components until none is left, and removes them from the rest.</summary>
    private static InkShape Gather(InkShape shape, List<InkShape> rest)
    {
        while (rest.Find(component => Belongs(shape, component)) is { } near)
        {
            rest.Remove(near);
            shape = shape.Merge(near);
        }

        return shape;
    }

    private static bool Belongs(InkShape shape, InkShape component) =>
        shape.Box.GapTo(component.Box) <= MaxGap * shape.Box.LongerSide && !AreSideBySide(shape.Box, component.Box);

    private static bool AreSideBySide(InkBox a, InkBox b)
    {
        var minHeight = MinTallHeight * Math.Max(a.Height, b.Height);
        var overlap = Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X);
        return a.Height >= minHeight && b.Height >= minHeight && overlap <= MaxSideOverlap * Math.Min(a.Width, b.Width);
    }

    private static bool IsWriting(InkShape component, InkShape main) =>
        component.Darkness >= MinDarkness * main.Darkness && !IsSpeck(component, main) && !IsUnderline(component, main);

    private static bool IsSpeck(InkShape component, InkShape main) =>
        component.Area < SpeckArea * main.Area && component.Box.LongerSide < SpeckLength * main.Box.LongerSide;

    private static bool IsUnderline(InkShape component, InkShape main) =>
        component.Box.Width >= UnderlineAspect * component.Box.Height
        && component.Box.Width >= UnderlineWidth * main.Box.Width
        && component.Box.Y >= main.Box.Y + UnderlineTop * main.Box.Height;

    /// <summary>
    /// Computes how likely a shape is the digit: its area, reduced if the edge of the image cuts it off.
    /// </summary>
    private static double Weight(InkShape shape) => shape.Area * (shape.EdgePixels > 0 ? EdgePenalty : 1);
}
