namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>Decides which pieces of ink make a digit together, and which are specks, scraps at the edge or other shapes.</summary>
internal static class ShapeGrouping
{
    private const double SpeckArea = 0.03;     // of the largest piece
    private const double SpeckLength = 0.18;   // of its longer side
    private const double Gap = 0.25;           // of a shape's longer side: pieces nearer than that belong to it
    private const double Tall = 0.55;          // of a shape's height: two such pieces side by side are two shapes
    private const double SideOverlap = 0.1;    // of the narrower piece: the most that pieces side by side overlap
    private const float FaintDarkness = 0.55f; // of the largest piece: a fainter one is a shadow, or shows through the paper
    private const double UnderlineAspect = 5;
    private const double UnderlineWidth = 0.6; // of the digit's
    private const double LowerPart = 0.85;     // of the digit's height
    private const double EdgePenalty = 0.25;

    /// <summary>The shapes of an image, the likeliest digit first.</summary>
    public static InkShape[] Of(IReadOnlyList<InkShape> pieces)
    {
        if (pieces.Count == 0) return [];

        // Scraps are left out, unless all but specks are scraps.
        var largest = pieces.Max(piece => piece.Area);
        var whole = pieces.Where(piece => !piece.IsScrap).ToArray();
        if (whole.Length == 0 || whole.Max(piece => piece.Area) < SpeckArea * largest) whole = [.. pieces];

        var main = whole.MaxBy(Weight)!;
        var rest = whole.Where(piece => piece != main && IsWriting(piece, main)).OrderByDescending(piece => piece.Area).ToList();
        var shapes = new List<InkShape>();
        for (InkShape? next = main; next is not null; next = rest.MaxBy(Weight))
        {
            rest.Remove(next);
            shapes.Add(Gather(next, rest));
        }

        return [.. shapes.OrderByDescending(Weight)];
    }

    /// <summary>Adds to a shape the pieces that lie near it, until there are no more.</summary>
    private static InkShape Gather(InkShape shape, List<InkShape> rest)
    {
        while (rest.Find(piece => Belongs(shape, piece)) is { } near)
        {
            rest.Remove(near);
            shape = shape.With(near);
        }

        return shape;
    }

    private static bool Belongs(InkShape shape, InkShape piece) =>
        shape.Box.GapTo(piece.Box) <= Gap * shape.Box.LongerSide && !AreSideBySide(shape.Box, piece.Box);

    private static bool AreSideBySide(InkBox a, InkBox b)
    {
        var height = Math.Max(a.Height, b.Height);
        var overlap = Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X);
        return a.Height >= Tall * height && b.Height >= Tall * height && overlap <= SideOverlap * Math.Min(a.Width, b.Width);
    }

    private static bool IsWriting(InkShape piece, InkShape main) =>
        piece.Darkness >= FaintDarkness * main.Darkness && !IsSpeck(piece, main) && !IsUnderline(piece, main);

    private static bool IsSpeck(InkShape piece, InkShape main) =>
        piece.Area < SpeckArea * main.Area && piece.Box.LongerSide < SpeckLength * main.Box.LongerSide;

    private static bool IsUnderline(InkShape piece, InkShape main) =>
        piece.Box.Width >= UnderlineAspect * piece.Box.Height
        && piece.Box.Width >= UnderlineWidth * main.Box.Width
        && piece.Box.Y >= main.Box.Y + LowerPart * main.Box.Height;

    /// <summary>
    /// The area of a shape. A shape that the image's edge cuts off counts less, because it is less likely to be the digit.
    /// </summary>
    private static double Weight(InkShape shape) => shape.Area * (shape.EdgePixels > 0 ? EdgePenalty : 1);
}
