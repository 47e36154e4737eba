using System.Numerics;
using MnistApi.DrawnUploads.Writing;

namespace MnistApi.DrawnUploads.Drawing;

/// <summary>How much of each pixel the lines cover.</summary>
/// <param name="isSmooth">Whether edges are anti-aliased; otherwise each pixel is either fully covered or not at all.</param>
internal sealed class Ink(int width, int height, bool isSmooth = true)
{
    private const float PieceLength = 24; // A long slanted line is drawn in pieces with small bounding boxes.

    /// <summary>[height, width], 0 to 1.</summary>
    public float[] Coverage { get; } = new float[width * height];

    /// <summary>Draws a line whose points are given in pixels.</summary>
    /// <param name="pen">The width in pixels where the relative width is 1.</param>
    public void Draw(ReadOnlySpan<InkPoint> line, float pen)
    {
        for (var i = 0; i + 1 < line.Length; i++)
        {
            if (line[i].Flow <= 0 || line[i + 1].Flow <= 0) continue;
            Segment(
                line[i].At,
                line[i + 1].At,
                line[i].Width * pen / 2,
                line[i + 1].Width * pen / 2,
                (line[i].Flow + line[i + 1].Flow) / 2);
        }
    }

    /// <summary>Draws a straight line of the page as it appears in the picture.</summary>
    public void Line(Vector2 from, Vector2 to, float lineWidth, View view, float flow = 1)
    {
        var pieces = 1 + (int)(Vector2.Distance(from, to) / PieceLength);
        for (var i = 0; i < pieces; i++)
            Segment(
                view.Map(Vector2.Lerp(from, to, (float)i / pieces)),
                view.Map(Vector2.Lerp(from, to, (i + 1f) / pieces)),
                lineWidth / 2,
                lineWidth / 2,
                flow);
    }

    /// <summary>Changes the coverage of every covered pixel.</summary>
    /// <param name="change">Receives x, y and the coverage.</param>
    public void Change(Func<int, int, float, float> change)
    {
        for (var (y, i) = (0, 0); y < height; y++)
            for (var x = 0; x < width; x++, i++)
                if (Coverage[i] > 0) Coverage[i] = change(x, y, Coverage[i]);
    }

    /// <summary>Draws a piece of a line. Lines thinner than a pixel become a pixel wide and paler.</summary>
    private void Segment(Vector2 from, Vector2 to, float startRadius, float endRadius, float flow)
    {
        if (isSmooth && startRadius < 0.5f)
        {
            flow *= Math.Max(2 * startRadius, 0.1f);
            (startRadius, endRadius) = (0.5f, 0.5f);
        }

        if (!isSmooth) (startRadius, endRadius) = (Math.Max(startRadius, 0.55f), Math.Max(endRadius, 0.55f)); // no gaps in slanted lines
        var reach = new Vector2(Math.Max(startRadius, endRadius) + 1);
        var low = Vector2.Max(Vector2.Min(from, to) - reach, Vector2.Zero);
        var high = Vector2.Min(Vector2.Max(from, to) + reach, new Vector2(width - 1, height - 1));
        var along = to - from;
        var lengthSquared = Math.Max(along.LengthSquared(), 1e-6f);

        for (var y = (int)low.Y; y <= high.Y; y++)
        {
            for (var x = (int)low.X; x <= high.X; x++)
            {
                var pixel = new Vector2(x + 0.5f, y + 0.5f) - from;
                var fraction = Math.Clamp(Vector2.Dot(pixel, along) / lengthSquared, 0, 1);
                var inside = float.Lerp(startRadius, endRadius, fraction) - (pixel - fraction * along).Length();
                var covered = isSmooth ? Math.Clamp(inside + 0.5f, 0, 1) : inside >= 0 ? 1 : 0;
                ref var coverage = ref Coverage[y * width + x];
                coverage = Math.Max(coverage, flow * covered);
            }
        }
    }
}
