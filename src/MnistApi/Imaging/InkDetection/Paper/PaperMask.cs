using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Makes the mask of a piece of paper from an area of slowly changing color, if the area has the shape of one.</summary>
internal static class PaperMask
{
    /// <summary>Coarse pixels along the paper's edge that may be shadow.</summary>
    public const int Margin = 2;

    private const double MostOfEdge = 0.6;      // of the image's edge that paper may reach
    private const double MostOfFreeSide = 0.1;  // of a side of the image along which something else lies
    private const double Rectangularity = 0.85; // of the smallest rectangle around the paper; an ellipse fills 0.79
    private const double LeastWriting = 0.12;   // the extent of something on the paper, as a share of the shorter side
    private const int AngleStep = 3;            // degrees

    /// <summary>The area with what it encloses, without its edge; null if it cannot be paper.</summary>
    public static PixelPlane? Of(List<int> area, int width, int height)
    {
        var own = new PixelPlane(width, height);
        foreach (var i in area) own.Values[i] = 1;
        var edge = area.Count(i => SmoothAreas.IsAtEdge(i, width, height));
        if (edge > MostOfEdge * 2 * (width + height) && !LeavesSideFree(own)) return null;

        var filled = SmoothAreas.Fill(own);
        var box = BoxOf(filled);
        var writing = Enclosed(own, filled);
        if (writing is null || writing.LongerSide < LeastWriting * Math.Min(box.Width, box.Height)) return null;
        if (filled.Values.Sum() < Rectangularity * SmallestRectangle(filled)) return null;

        var mask = filled.Minimum(Margin);
        return mask.Values.Contains(1) ? mask : null; // A strip may be all edge.
    }

    /// <summary>The smallest box around a mask that is not empty.</summary>
    public static InkBox BoxOf(PixelPlane mask) => InkBox.Of([.. mask.Values.Select(value => (byte)value)], mask.Width)!;

    /// <summary>Whether something else lies all along one side of the image, such as the table beside a page.</summary>
    private static bool LeavesSideFree(PixelPlane own)
    {
        var (right, bottom) = (own.Width - 1, own.Height - 1);
        var (rows, columns) = (Enumerable.Range(0, own.Height), Enumerable.Range(0, own.Width));
        var leastOfHeight = Math.Min(rows.Count(y => own[0, y] > 0), rows.Count(y => own[right, y] > 0));
        var leastOfWidth = Math.Min(columns.Count(x => own[x, 0] > 0), columns.Count(x => own[x, bottom] > 0));
        return leastOfHeight <= MostOfFreeSide * own.Height || leastOfWidth <= MostOfFreeSide * own.Width;
    }

    private static InkBox? Enclosed(PixelPlane own, PixelPlane filled) =>
        InkBox.Of([.. filled.Values.Zip(own.Values, (all, part) => (byte)(all - part))], own.Width);

    /// <summary>The area of the smallest rectangle around the mask, at any angle.</summary>
    private static double SmallestRectangle(PixelPlane mask)
    {
        var points = new List<(int X, int Y)>();
        for (var y = 0; y < mask.Height; y++)
        {
            var row = mask.Values.AsSpan(y * mask.Width, mask.Width);
            if (row.IndexOf(1) is not (>= 0 and var first)) continue;
            var end = row.LastIndexOf(1) + 1;
            points.AddRange([(first, y), (end, y), (first, y + 1), (end, y + 1)]);
        }

        var smallest = double.MaxValue;
        for (var degrees = 0; degrees < 90; degrees += AngleStep)
        {
            var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
            var along = points.Select(point => cos * point.X + sin * point.Y).ToArray();
            var across = points.Select(point => cos * point.Y - sin * point.X).ToArray();
            smallest = Math.Min(smallest, (along.Max() - along.Min()) * (across.Max() - across.Min()));
        }

        return smallest;
    }
}
