using System.Numerics.Tensors;
using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Makes the mask of a piece of paper from an area of slowly changing color, if the area has the shape of paper.</summary>
internal static class PaperMask
{
    /// <summary>The coarse pixels along the paper's edge that may be shadow.</summary>
    public const int Margin = 2;

    private const double MaxEdgeShare = 0.6;        // share of the image's edge that paper may cover
    private const double MaxShareOfFreeSide = 0.1;  // share of a free side of the image that paper may cover
    private const double MinRectangularity = 0.85;  // area as a share of the smallest enclosing rectangle; an ellipse has 0.79
    private const double MinWriting = 0.12;         // extent of the writing, as a share of the paper's shorter side
    private const int AngleStep = 3;                // degrees

    /// <summary>Fills the holes of an area and removes its margin.</summary>
    /// <param name="area">The indexes of the area's pixels.</param>
    /// <param name="width">The width of the image in pixels.</param>
    /// <param name="height">The height of the image in pixels.</param>
    /// <returns>[height, width]: 1 on the paper and 0 outside; null if the area cannot be paper.</returns>
    public static PixelPlane? Of(List<int> area, int width, int height, PlaneMemory memory)
    {
        var own = memory.Filled(width, height);
        foreach (var i in area) own.Values[i] = 1;
        var edge = area.Count(i => SmoothAreas.IsAtEdge(i, width, height));
        if (edge > MaxEdgeShare * 2 * (width + height) && !LeavesSideFree(own)) return null;

        var filled = SmoothAreas.Fill(own);
        var box = BoxOf(filled);
        var writing = Enclosed(own, filled);
        if (writing is null || writing.LongerSide < MinWriting * Math.Min(box.Width, box.Height)) return null;
        if (TensorPrimitives.Sum<float>(filled.Values) < MinRectangularity * SmallestRectangle(filled)) return null;

        var mask = filled.Minimum(Margin);
        return mask.Values.Contains(1) ? mask : null; // A narrow strip has nothing left without its margin.
    }

    /// <summary>Returns the bounding box of a mask that is not empty.</summary>
    public static InkBox BoxOf(PixelPlane mask) => InkBox.Of(ToBytes(mask), mask.Width)!;

    /// <summary>
    /// Whether the mask reaches from one edge of the image to the opposite one. A strip between two ruled lines does, and is not a piece of
    /// paper.
    /// </summary>
    public static bool SpansImage(PixelPlane mask)
    {
        var box = BoxOf(mask);
        return box.Width >= mask.Width - 2 * Margin || box.Height >= mask.Height - 2 * Margin;
    }

    /// <summary>Whether another background covers nearly all of one side of the image, such as the table beside a page.</summary>
    private static bool LeavesSideFree(PixelPlane own)
    {
        var (right, bottom) = (own.Width - 1, own.Height - 1);
        var (rows, columns) = (Enumerable.Range(0, own.Height), Enumerable.Range(0, own.Width));
        var minOfHeight = Math.Min(rows.Count(y => own[0, y] > 0), rows.Count(y => own[right, y] > 0));
        var minOfWidth = Math.Min(columns.Count(x => own[x, 0] > 0), columns.Count(x => own[x, bottom] > 0));
        return minOfHeight <= MaxShareOfFreeSide * own.Height || minOfWidth <= MaxShareOfFreeSide * own.Width;
    }

    /// <summary>Returns the bounding box of the holes of an area; null if it has none.</summary>
    private static InkBox? Enclosed(PixelPlane own, PixelPlane filled)
    {
        using var holes = filled.Copy();
        TensorPrimitives.Subtract(filled.Values, own.Values, holes.Values);
        return InkBox.Of(ToBytes(holes), own.Width);
    }

    private static byte[] ToBytes(PixelPlane mask)
    {
        var bytes = new byte[mask.Values.Length];
        TensorPrimitives.ConvertTruncating<float, byte>(mask.Values, bytes);
        return bytes;
    }

    /// <summary>Computes the area of the smallest rectangle around the mask, at any angle, in pixels.</summary>
    private static double SmallestRectangle(PixelPlane mask)
    {
        var points = CornersOf(mask);
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

    /// <summary>Returns the outer corners of the first and last pixel of the mask in each row.</summary>
    private static List<(int X, int Y)> CornersOf(PixelPlane mask)
    {
        var corners = new List<(int X, int Y)>();
        for (var y = 0; y < mask.Height; y++)
        {
            var row = mask.Row(y);
            if (row.IndexOf(1) is not (>= 0 and var first)) continue;
            var end = row.LastIndexOf(1) + 1;
            corners.AddRange([(first, y), (end, y), (first, y + 1), (end, y + 1)]);
        }

        return corners;
    }
}
