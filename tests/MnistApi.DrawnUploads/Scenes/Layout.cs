using System.Numerics;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>Where on a page a subject stands, and how large.</summary>
/// <param name="Origin">Upper left corner of its box, in pixels.</param>
/// <param name="Unit">Height of a digit, in pixels.</param>
internal readonly record struct Layout(Vector2 Origin, float Unit)
{
    private const int OneInLarge = 100;
    private const float Largest = 3000;

    private static readonly float[] Aspects = [1, 1, 4 / 3f, 3 / 4f, 3 / 2f, 2 / 3f, 16 / 9f, 9 / 16f];

    /// <summary>
    /// An empty page: its longer side from <paramref name="low"/> to <paramref name="high"/> pixels, small ones as often as large ones, and
    /// one in a hundred up to 3000.
    /// </summary>
    public static Canvas Page(float low, float high, Vector3 colour, ref SeededRandom random)
    {
        var aspect = random.NextInt32(4) == 0 ? random.NextSingle(0.6f, 1.7f) : Aspects[random.NextInt32(Aspects.Length)];
        if (random.NextInt32(OneInLarge) == 0) (low, high) = (high, Math.Max(high, Largest));
        var side = low * MathF.Pow(high / low, random.NextSingle());
        return new Canvas((int)(side * Math.Min(1, aspect)), (int)(side / Math.Max(1, aspect)), colour);
    }

    /// <summary>Somewhere around the middle.</summary>
    /// <param name="low">Least height of a digit, in shorter sides of the page.</param>
    /// <param name="high">Greatest height.</param>
    public static Layout Around(Canvas page, Subject subject, float low, float high, ref SeededRandom random) =>
        At(page, subject, random.NextSingle(low, high), new Vector2(random.NextSingle(0.2f, 0.8f), random.NextSingle(0.2f, 0.8f)));

    /// <summary>Anywhere.</summary>
    /// <param name="share">Height of a digit in shorter sides of the page; less where the subject would not fit.</param>
    /// <param name="where">0 is at the left or upper edge, 1 at the other.</param>
    /// <param name="margin">Kept free at the edges, in shorter sides of the page.</param>
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
    /// <param name="pen">Width of the line in heights of a digit; at least as many pixels as <paramref name="thinnest"/> says.</param>
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
