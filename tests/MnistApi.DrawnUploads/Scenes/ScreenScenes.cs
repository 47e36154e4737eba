using System.Numerics;
using MnistApi.DrawnUploads.Camera;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>Drawings made in programs, never on paper.</summary>
internal static class ScreenScenes
{
    /// <summary>A web page's drawing pad: white on black with a round brush.</summary>
    public static Canvas DrawingPad(Subject subject, ref SeededRandom random)
    {
        var side = random.NextInt32(2) == 0 ? 280 : 28 * (5 + random.NextInt32(16));
        var page = new Canvas(side, side, Palette.Black);
        var layout = Layout.Around(page, subject, 0.45f, 0.8f, ref random);
        page.Lay(
            layout.Write(page, subject, Tool.Mouse, random.NextSingle(0.06f, 0.14f), ref random, isSmooth: random.NextInt32(4) > 0),
            Palette.White);
        return page;
    }

    public static Canvas PaintProgram(Subject subject, ref SeededRandom random) => Paint(subject, isSmooth: true, ref random);

    public static Canvas PaintProgramWithoutAntialiasing(Subject subject, ref SeededRandom random) =>
        Paint(subject, isSmooth: false, ref random);

    public static Canvas ThinLine(Subject subject, ref SeededRandom random)
    {
        var isDark = random.NextInt32(3) == 0;
        var page = Layout.Page(150, 700, isDark ? Palette.Black : Palette.White, ref random);
        var layout = Layout.Around(page, subject, 0.35f, 0.8f, ref random);
        var ink = layout.Write(
            page,
            subject,
            Tool.Mouse,
            0,
            ref random,
            isSmooth: random.NextInt32(2) == 0,
            thinnest: 1 + random.NextInt32(2));
        page.Lay(ink, isDark ? Palette.White : Palette.Black);
        return page;
    }

    public static Canvas ThickMarker(Subject subject, ref SeededRandom random)
    {
        var isDark = random.NextInt32(3) == 0;
        var page = Layout.Page(150, 700, isDark ? Palette.Black : Palette.White, ref random);
        var layout = Layout.Around(page, subject, 0.45f, 0.65f, ref random);
        page.Lay(
            layout.Write(page, subject, Tool.Brush, random.NextSingle(0.15f, 0.21f), ref random),
            isDark ? Palette.White : Palette.Marker(ref random));
        return page;
    }

    /// <summary>A small plain canvas that a bold digit half fills or nearly fills.</summary>
    public static Canvas BoldCanvas(Subject subject, ref SeededRandom random)
    {
        var isDark = random.NextInt32(3) == 0;
        int[] commonSides = [64, 100, 200, 400];
        var side = random.NextInt32(2) == 0 ? 64 + random.NextInt32(337) : commonSides[random.NextInt32(commonSides.Length)];
        var page = new Canvas(side, side, isDark ? Palette.Black : Palette.White);
        var pen = random.NextSingle(0.12f, 0.22f);
        var layout = Layout.At(
            page,
            subject,
            random.NextSingle(0.5f, 0.9f) / (1 + pen),
            new Vector2(random.NextSingle(0.2f, 0.8f), random.NextSingle(0.2f, 0.8f)),
            margin: pen / 2 * 0.9f + 0.02f);
        var tool = random.NextInt32(2) == 0 ? Tool.Brush : Tool.Mouse;
        var ink = layout.Write(page, subject, tool, pen, ref random, isSmooth: random.NextInt32(4) > 0);
        page.Lay(ink, isDark ? Palette.White : InkOnWhite(ref random));
        if (random.NextInt32(4) == 0) Jpeg.Save(page, 60 + random.NextInt32(35));
        return page;
    }

    /// <summary>A digit of 18 to 60 pixels somewhere on a large page.</summary>
    public static Canvas TinyDigit(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(500, 1600, Palette.White, ref random);
        var height = Math.Max(18, random.NextSingle(0.035f, 0.09f) * Math.Min(page.Width, page.Height));
        var corner = new Vector2(
            random.NextInt32(2) * 0.8f + random.NextSingle(0, 0.2f),
            random.NextInt32(2) * 0.8f + random.NextSingle(0, 0.2f));
        var layout = Layout.At(page, subject, height / Math.Min(page.Width, page.Height), corner, margin: 0.03f);
        page.Lay(
            layout.Write(page, subject, Tool.Mouse, random.NextSingle(0.06f, 0.12f), ref random, isSmooth: random.NextInt32(3) > 0),
            Palette.Marker(ref random));
        return page;
    }

    /// <summary>As large as the picture: it touches the edges, or nearly so.</summary>
    public static Canvas FillsFrame(Subject subject, ref SeededRandom random)
    {
        var isDark = random.NextInt32(2) == 0;
        var page = Layout.Page(60, 600, isDark ? Palette.Black : Palette.White, ref random);
        var pen = random.NextSingle(0.06f, 0.12f);
        var layout = Layout.At(
            page,
            subject,
            1,
            new Vector2(random.NextSingle(), random.NextSingle()),
            margin: random.NextSingle(0, 0.06f));
        page.Lay(layout.Write(page, subject, Tool.Mouse, pen, ref random), isDark ? Palette.White : Palette.Marker(ref random));
        return page;
    }

    public static Canvas OffCentre(Subject subject, ref SeededRandom random)
    {
        var isDark = random.NextInt32(2) == 0;
        var page = Layout.Page(200, 900, isDark ? Palette.Black : Palette.White, ref random);
        var where = new Vector2(random.NextSingle(), random.NextSingle());
        if (random.NextInt32(2) == 0) where.X = random.NextInt32(2);
        else where.Y = random.NextInt32(2);
        var layout = Layout.At(page, subject, random.NextSingle(0.18f, 0.4f), where, margin: 0.02f);
        page.Lay(
            layout.Write(page, subject, Tool.Mouse, random.NextSingle(0.05f, 0.12f), ref random),
            isDark ? Palette.White : Palette.Marker(ref random));
        return page;
    }

    /// <summary>Ink on a transparent ground. Nobody sees the colour of transparent pixels, so it is black, white or the ink's.</summary>
    public static Canvas TransparentGround(Subject subject, ref SeededRandom random)
    {
        var colour = random.NextInt32(3) switch { 0 => Palette.Black, 1 => Palette.White, _ => Palette.Any(ref random) };
        var hidden = random.NextInt32(3) switch { 0 => Palette.Black, 1 => Palette.White, _ => colour };
        var page = Layout.Page(100, 800, hidden, ref random);
        var layout = Layout.Around(page, subject, 0.35f, 0.85f, ref random);
        var ink = layout.Write(page, subject, Tool.Mouse, random.NextSingle(0.05f, 0.13f), ref random);
        page.Change((x, y, ground) => ink.Coverage[y * page.Width + x] > 0 ? colour : ground);
        page.Alpha = ink.Coverage;
        return page;
    }

    /// <summary>One colour on another, sometimes with the same brightness. People tell the two apart at once.</summary>
    public static Canvas ColouredGround(Subject subject, ref SeededRandom random)
    {
        var isEqualLuma = random.NextInt32(4) == 0;
        Vector3 ground, colour;
        do
        {
            (ground, colour) = (Palette.Any(ref random), Palette.Any(ref random));
            if (isEqualLuma) colour *= Palette.Luma(ground) / Math.Max(Palette.Luma(colour), 1);
        }
        while (Vector3.Distance(ground, colour) < 150
            || Vector3.Max(colour, Palette.White) != Palette.White
            || (!isEqualLuma && Math.Abs(Palette.Luma(ground) - Palette.Luma(colour)) < 40));

        var page = Layout.Page(150, 800, ground, ref random);
        var layout = Layout.Around(page, subject, 0.35f, 0.8f, ref random);
        page.Lay(layout.Write(page, subject, Tool.Mouse, random.NextSingle(0.06f, 0.14f), ref random), colour);
        return page;
    }

    /// <summary>A tablet's notes in dark mode, often with a grid of dots.</summary>
    public static Canvas DarkMode(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(400, 1200, Palette.Near(new Vector3(random.NextSingle(14, 44)), 2, ref random), ref random);
        if (random.NextInt32(2) == 0)
        {
            var (spacing, dots) = (random.NextSingle(0.04f, 0.08f) * page.Scale, new Ink(page.Width, page.Height));
            for (var y = spacing / 2; y < page.Height; y += spacing)
                for (var x = spacing / 2; x < page.Width; x += spacing) dots.Line(new Vector2(x, y), new Vector2(x, y), 2, View.Flat);
            page.Lay(dots, new Vector3(90), 0.7f);
        }

        var layout = Layout.Around(page, subject, 0.25f, 0.7f, ref random);
        page.Lay(
            layout.Write(page, subject, Tool.Ballpoint with { Dryness = 0 }, random.NextSingle(0.03f, 0.09f), ref random, thinnest: 2),
            Palette.Light(ref random));
        return page;
    }

    /// <summary>A drawing program's window: gray around a white sheet with a thin border, or gray everywhere.</summary>
    public static Canvas Screenshot(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(300, 1200, new Vector3(random.NextSingle(150, 235)), ref random);
        if (random.NextInt32(2) == 0)
        {
            var (left, top) = ((int)(random.NextSingle(0.02f, 0.1f) * page.Width), (int)(random.NextSingle(0.02f, 0.12f) * page.Height));
            var (right, bottom) = (page.Width - 1 - left, page.Height - 1 - top);
            page.Change((x, y, ground) =>
            {
                if (x < left || x > right || y < top || y > bottom) return ground;
                return x == left || x == right || y == top || y == bottom ? new Vector3(120) : Palette.White;
            });
        }

        var layout = Layout.At(
            page,
            subject,
            random.NextSingle(0.25f, 0.6f),
            new Vector2(random.NextSingle(0.2f, 0.8f), random.NextSingle(0.2f, 0.8f)),
            margin: 0.18f);
        page.Lay(layout.Write(page, subject, Tool.Mouse, random.NextSingle(0.05f, 0.12f), ref random), Palette.Marker(ref random));
        if (random.NextInt32(2) == 0) Jpeg.Save(page, 70 + random.NextInt32(25));
        return page;
    }

    private static Canvas Paint(Subject subject, bool isSmooth, ref SeededRandom random)
    {
        var page = Layout.Page(100, 900, Palette.White, ref random);
        var layout = Layout.Around(page, subject, 0.3f, 0.8f, ref random);
        var colour = InkOnWhite(ref random);
        var pen = random.NextSingle(0.04f, 0.13f);
        page.Lay(layout.Write(page, subject, Tool.Mouse, pen, ref random, isSmooth: isSmooth, thinnest: 2), colour);
        return page;
    }

    private static Vector3 InkOnWhite(ref SeededRandom random) =>
        random.NextInt32(3) == 0 ? Palette.Marker(ref random) : Palette.Black;
}
