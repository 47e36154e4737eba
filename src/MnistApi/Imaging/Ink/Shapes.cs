namespace MnistApi.Imaging.Ink;

/// <summary>Which pieces of ink make a digit together, and which are specks, scraps at the edge or other shapes.</summary>
internal static class Shapes
{
    private const double SpeckArea = 0.03;    // of the largest piece
    private const double SpeckLength = 0.18;  // of its longer side
    private const double Gap = 0.25;          // of a shape's longer side: pieces nearer than that belong to it
    private const double Tall = 0.55;         // of a shape's height: two such pieces side by side are two shapes
    private const float FaintDarkness = 0.55f; // of the largest piece's: fainter is a shadow's end or shows through from the other side
    private const double UnderlineAspect = 5;
    private const double UnderlineWidth = 0.6; // of the digit's
    private const double LowerPart = 0.85;     // of the digit's height
    private const double EdgePenalty = 0.25;

    /// <summary>The shapes of an image, the likeliest digit first.</summary>
    public static Shape[] Of(IReadOnlyList<Shape> pieces)
    {
        if (pieces.Count == 0) return [];
        // Scraps are left out, unless all but specks are scraps.
        var largest = pieces.Max(piece => piece.Area);
        var whole = pieces.Where(piece => !piece.IsScrap).ToArray();
        if (whole.Length == 0 || whole.Max(piece => piece.Area) < SpeckArea * largest) whole = [.. pieces];

        var main = whole.MaxBy(Weight)!;
        var rest = whole.Where(piece => piece != main && piece.Darkness >= FaintDarkness * main.Darkness && !IsSpeck(piece, main) && !IsUnderline(piece, main)).OrderByDescending(piece => piece.Area).ToList();
        var shapes = new List<Shape>();
        for (Shape? next = main; next is not null; next = rest.MaxBy(Weight))
        {
            rest.Remove(next);
            shapes.Add(Gather(next, rest));
        }

        return [.. shapes.OrderByDescending(Weight)];
    }

    /// <summary>Takes to a shape what lies near it, until nothing does.</summary>
    private static Shape Gather(Shape shape, List<Shape> rest)
    {
        while (rest.Find(piece => Belongs(shape, piece)) is { } near)
        {
            rest.Remove(near);
            shape = shape.With(near);
        }

        return shape;
    }

    private static bool Belongs(Shape shape, Shape piece)
    {
        var reach = Gap * Math.Max(shape.Box.Width, shape.Box.Height);
        return shape.Box.GapTo(piece.Box) <= reach && !AreSideBySide(shape.Box, piece.Box);
    }

    private static bool AreSideBySide(InkBox a, InkBox b)
    {
        var height = Math.Max(a.Height, b.Height);
        var overlap = Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X);
        return a.Height >= Tall * height && b.Height >= Tall * height && overlap <= 0.1 * Math.Min(a.Width, b.Width);
    }

    private static bool IsSpeck(Shape piece, Shape main) =>
        piece.Area < SpeckArea * main.Area && Math.Max(piece.Box.Width, piece.Box.Height) < SpeckLength * Math.Max(main.Box.Width, main.Box.Height);

    private static bool IsUnderline(Shape piece, Shape main) =>
        piece.Box.Width >= UnderlineAspect * piece.Box.Height && piece.Box.Width >= UnderlineWidth * main.Box.Width && piece.Box.Y >= main.Box.Y + LowerPart * main.Box.Height;

    /// <summary>Its size; what the image's edge cuts is less likely what was meant.</summary>
    private static double Weight(Shape shape) => shape.Area * (shape.EdgePixels > 0 ? EdgePenalty : 1);
}
