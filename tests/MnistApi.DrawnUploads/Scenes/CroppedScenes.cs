using System.Numerics;
using MnistApi.DrawnUploads.Camera;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>Pictures cut out along their contents.</summary>
internal static class CroppedScenes
{
    private const int Narrowest = 40; // Nobody crops a straight 1 so closely that no ground is left beside it.

    /// <summary>Leaves up to six pixels of ground around the ink, a random number on each side.</summary>
    public static Canvas TightCrop(Subject subject, ref SeededRandom random)
    {
        var isDark = random.NextInt32(3) == 0;
        var (ground, colour) = isDark
            ? (new Vector3(random.NextSingle(0, 40)), Palette.Light(ref random))
            : (random.NextInt32(3) == 0 ? Palette.Paper(ref random) : Palette.White, Palette.Marker(ref random));
        var tool = random.NextInt32(4) == 0 ? Tool.Brush : Tool.Mouse;
        var (page, ink) = Written(subject, ground, colour, tool, random.NextSingle(0.04f, 0.19f), ref random);
        var (low, high) = Bounds(page, ink);
        var (before, after) = (Margin(ref random), Margin(ref random));
        var missing = new Vector2(Math.Max(0, Narrowest - (high.X - low.X)) / 2, Math.Max(0, Narrowest - (high.Y - low.Y)) / 2);
        page = Cut(page, low - Vector2.Max(before, missing), high + Vector2.Max(after, missing));
        if (random.NextInt32(3) == 0) Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>
    /// Ink on a transparent ground, trimmed to its outermost pixels. Nobody sees the colour of transparent pixels, so it is black, white or
    /// the ink's.
    /// </summary>
    public static Canvas TrimmedTransparent(Subject subject, ref SeededRandom random)
    {
        var colour =
            random.NextInt32(2) == 0 ? Palette.Black
            : random.NextInt32(3) == 0 ? Palette.Any(ref random)
            : Palette.Marker(ref random);
        var hidden = random.NextInt32(3) switch { 0 => Palette.Black, 1 => Palette.White, _ => colour };
        var (page, ink) = Written(subject, hidden, hidden, Tool.Mouse, random.NextSingle(0.05f, 0.16f), ref random);
        page.Change((x, y, ground) => ink.Coverage[y * page.Width + x] > 0 ? colour : ground);
        page.Alpha = ink.Coverage;
        var (low, high) = Bounds(page, ink);
        return Cut(page, low, high);
    }

    /// <summary>Writes a subject of 40 to 290 pixels with a little ground around it.</summary>
    private static (Canvas Page, Ink Ink) Written(
        Subject subject,
        Vector3 ground,
        Vector3 colour,
        Tool tool,
        float pen,
        ref SeededRandom random)
    {
        var unit = 40 * MathF.Pow(6, random.NextSingle());
        var room = unit * (pen / 2 + 0.1f) + Narrowest / 2;
        var size = unit * subject.Size + new Vector2(2 * room);
        var page = new Canvas((int)size.X, (int)size.Y, ground);
        var ink = new Layout(new Vector2(room), unit).Write(page, subject, tool, pen, ref random, thinnest: 3);
        page.Lay(ink, colour);
        return (page, ink);
    }

    private static Vector2 Margin(ref SeededRandom random) => new(random.NextInt32(7), random.NextInt32(7));

    /// <summary>
    /// The corners of the box around all ink, or of the whole page if there is no ink. The second corner lies just outside the box.
    /// </summary>
    private static (Vector2 Low, Vector2 High) Bounds(Canvas page, Ink ink)
    {
        var (low, high) = (page.Size, Vector2.Zero);
        for (var i = 0; i < ink.Coverage.Length; i++)
        {
            if (ink.Coverage[i] < 0.1f) continue;
            var at = new Vector2(i % page.Width, i / page.Width);
            (low, high) = (Vector2.Min(low, at), Vector2.Max(high, at + Vector2.One));
        }

        return low.X < high.X ? (low, high) : (Vector2.Zero, page.Size);
    }

    private static Canvas Cut(Canvas page, Vector2 low, Vector2 high)
    {
        (low, high) = (Vector2.Max(low, Vector2.Zero), Vector2.Min(high, page.Size));
        var (left, top) = ((int)low.X, (int)low.Y);
        var cut = new Canvas((int)high.X - left, (int)high.Y - top, Vector3.Zero);
        cut.Change((x, y, _) => page.Pixels[(y + top) * page.Width + x + left]);
        if (page.Alpha is not { } alpha) return cut;
        cut.Alpha =
        [
            .. from y in Enumerable.Range(top, cut.Height)
               from x in Enumerable.Range(left, cut.Width)
               select alpha[y * page.Width + x],
        ];
        return cut;
    }
}
