using System.Numerics;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>Draws lines of ink. The width of a line changes slowly.</summary>
internal readonly struct InkPen
{
    private const float MeanWidth = 2.4f;      // Gives MNIST's mean intensity, 0.13.
    private const float WidthDeviation = 0.3f; // Of the logarithm of the width.
    private const float ThinnestWidth = 0.9f, ThickestWidth = 4.8f;

    /// <summary>People write digits with many lines larger, so after scaling to 20 pixels their lines are thinner.</summary>
    private static readonly float[] RelativeWidths = [1.09f, 1.09f, 0.97f, 1, 0.96f, 0.98f, 0.95f, 1, 0.91f, 0.94f];

    private readonly float _unevenness; // Relative to the width.
    private readonly float _frequency;  // Radians per raster pixel.
    private readonly float _phase;

    /// <summary>Draws a random pen for a digit from 0 to 9, with widths as in MNIST.</summary>
    public InkPen(int digit, ref SeededRandom random)
        : this(RandomWidth(digit, ref random), ref random)
    {
    }

    private InkPen(float width, ref SeededRandom random)
    {
        Width = width;
        _unevenness = random.NextSingle(0, 0.25f);
        _frequency = random.NextSingle(0.02f, 0.12f);
        _phase = random.NextSingle(0, 2 * MathF.PI);
    }

    /// <summary>Draws a random pen, from a hard pencil to a marker. All widths are equally frequent.</summary>
    /// <param name="random">The source of the random numbers.</param>
    /// <param name="scale">Relative size of the drawing. Parts of a larger drawing have thinner lines.</param>
    public static InkPen Varied(ref SeededRandom random, float scale = 1) =>
        new(scale * ThinnestWidth * MathF.Pow(ThickestWidth / ThinnestWidth, random.NextSingle()), ref random);

    /// <summary>Mean width of a line in pixels of the image, in which a digit is 20 pixels long.</summary>
    public float Width { get; }

    /// <summary>Draws a polyline.</summary>
    /// <param name="line">The points in pixels of the raster.</param>
    /// <param name="width">Mean width of the line in pixels of the raster.</param>
    /// <param name="ink">[side, side], 0 (paper) to 255 (ink).</param>
    /// <param name="side">Width and height of the raster in pixels.</param>
    public void Draw(ReadOnlySpan<Vector2> line, float width, Span<byte> ink, int side)
    {
        var drawn = 0f;
        for (var i = 0; i + 1 < line.Length; i++)
        {
            var radius = width / 2 * (1 + _unevenness * MathF.Sin(_frequency * drawn + _phase));
            DrawSegment(line[i], line[i + 1], radius, ink, side);
            drawn += Vector2.Distance(line[i], line[i + 1]);
        }
    }

    private static float RandomWidth(int digit, ref SeededRandom random) =>
        Math.Clamp(MeanWidth * RelativeWidths[digit] * MathF.Exp(WidthDeviation * random.NextGaussian()), 1.1f, 6f);

    /// <summary>
    /// Fills the pixels whose centre is within the radius of the segment. Like the scans of NIST's forms, there is only paper and ink.
    /// </summary>
    private static void DrawSegment(Vector2 from, Vector2 to, float radius, Span<byte> ink, int side)
    {
        var reach = new Vector2(radius);
        var low = Vector2.Max(Vector2.Min(from, to) - reach, Vector2.Zero);
        var high = Vector2.Min(Vector2.Max(from, to) + reach, new Vector2(side - 1));
        var along = to - from;
        var lengthSquared = Math.Max(along.LengthSquared(), 1e-6f);

        for (var y = (int)low.Y; y <= high.Y; y++)
        {
            for (var x = (int)low.X; x <= high.X; x++)
            {
                var pixel = new Vector2(x + 0.5f, y + 0.5f) - from;
                var fraction = Math.Clamp(Vector2.Dot(pixel, along) / lengthSquared, 0, 1);
                if ((pixel - fraction * along).LengthSquared() <= radius * radius) ink[y * side + x] = 255;
            }
        }
    }
}
