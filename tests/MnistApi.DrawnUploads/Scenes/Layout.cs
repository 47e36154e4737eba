using System.Numerics;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>The place and size of a subject on a page.</summary>
/// <param name="Origin">The upper left corner of the subject's bounding box, in pixels.</param>
/// <param name="Unit">The height of a digit, in pixels.</param>
internal readonly record struct Layout(Vector2 Origin, float Unit)
{
    private const int OneInLarge = 100;
    private const float Largest = 3000;

    private static readonly float[] Aspects = [1, 1, 4 / 3f, 3 / 4f, 3 / 2f, 2 / 3f, 16 / 9f, 9 / 16f];

    /// <summary>
    /// An empty page whose longer side has <paramref name="low"/> to <paramref name="high"/> pixels, small ones as often as large ones. One
    /// page in a hundred has up to 3000 pixels.
    /// </summary>
    public static Canvas Page(float low, float high, Vector3 colour, ref SeededRandom random)
    {
        var aspect = random.NextInt32(4) == 0 ? random.NextSingle(0.6f, 1.7f) : Aspects[random.NextInt32(Aspects.Length)];
        if (random.NextInt32(OneInLarge) == 0) (low, high) = (high, Math.Max(high, Largest));
        var side = low * MathF.Pow(high / low, random.NextSingle());
        return new Canvas((int)(side * Math.Min(1, aspect)), (int)(side / Math.Max(1, aspect)), colour);
    }

    /// <summary>Places the subject near the middle.</summary>
    /// <param name="low">The smallest height of a digit, relative to the shorter side of the page.</param>
    /// <param name="high">The largest height.</param>
    public static Layout Around(Canvas page, Subject subject, float low, float high, ref SeededRandom random) =>
        At(page, subject, random.NextSingle(low, high), new Vector2(random.NextSingle(0.2f, 0.8f), random.NextSingle(0.2f, 0.8f)));

    /// <summary>Places the subject anywhere.</summary>
    /// <param name="share">
    /// The height of a digit, relative to the shorter side of the page; it shrinks if the subject would not fit.
    /// </param>
    /// <param name="where">0 is the left or upper edge, 1 the opposite one.</param>
    /// <param name="margin">The free space at the edges, relative to the shorter side of the page.</param>
    public static Layout At(Canvas page, Subject subject, float share, Vector2 where, float margin = 0.06f)
    {
        var shorter = Math.Min(page.Width, page.Height);
        var free = page.Size - new Vector2(2 * margin * shorter);
        var unit = Math.Min(share * shorter, Math.Min(free.X / Math.Max(subject.Size.X, 0.05f), free.Y / Math.Max(subject.Size.Y, 0.05f)));
        return new Layout(new Vector2(margin * shorter) + where * (free - unit * subject.Size), unit);
    }

    /// <summary>The subject's middle, in pixels.</summary>
    public Vector2 Middle(Subject subject) => Origin + Unit / 2 * subject.Size;

    /// <summary>Writes the subject.</summary>
    /// <param name="pen">The width of the line in heights of a digit, but at least <paramref name="thinnest"/> pixels.</param>
    public Ink Write(
        Canvas page,
        Subject subject,
        Tool tool,
        float pen,
        ref SeededRandom random,
        View? view = null,
        bool isSmooth = true,
        float thinnest = 1.2f)
    {
        var ink = new Ink(page.Width, page.Height, isSmooth);
        var seen = view ?? View.Flat;
        foreach (var line in InkLine.Write(subject, tool, ref random))
        {
            for (var i = 0; i < line.Length; i++) line[i] = line[i] with { At = seen.Map(Origin + Unit * line[i].At) };
            ink.Draw(line, Math.Max(pen * Unit, thinnest));
        }

        return ink;
    }
}
