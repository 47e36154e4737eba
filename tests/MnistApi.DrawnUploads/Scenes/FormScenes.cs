using System.Numerics;
using MnistApi.DrawnUploads.Camera;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>Printed boxes and lines for a digit.</summary>
internal static class FormScenes
{
    /// <summary>A form's box around the digit.</summary>
    public static Canvas FormField(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(120, 700, random.NextInt32(2) == 0 ? Palette.White : Palette.Paper(ref random), ref random);
        var layout = Layout.At(
            page,
            subject,
            random.NextSingle(0.35f, 0.6f),
            new Vector2(random.NextSingle(0.3f, 0.7f), random.NextSingle(0.3f, 0.7f)),
            margin: 0.16f);
        var pen = random.NextSingle(0.04f, 0.1f);

        var box = new Ink(page.Width, page.Height);
        var free = new Vector2(random.NextSingle(0.06f, 0.22f), random.NextSingle(0.06f, 0.16f));
        var half = subject.Size * layout.Unit / 2 + layout.Unit * new Vector2(pen / 2) + layout.Unit * free;
        half.X = Math.Max(half.X, half.Y * random.NextSingle(0.6f, 0.95f));
        var view = View.Of(page.Size, 0.02f * random.NextGaussian(), Vector2.Zero);
        var line = Math.Max(1, layout.Unit * random.NextSingle(0.008f, 0.03f));
        Frame(box, layout.Middle(subject) - half, layout.Middle(subject) + half, line, view);
        page.Lay(box, new Vector3(random.NextSingle(0, 110)));

        page.Lay(layout.Write(page, subject, Tool.Ballpoint, pen, ref random, thinnest: 1.5f), Palette.Ballpoint(ref random));
        if (random.NextInt32(2) == 0) Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>A line beneath the digit.</summary>
    public static Canvas Underlined(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(150, 800, random.NextInt32(2) == 0 ? Palette.White : Palette.Paper(ref random), ref random);
        var layout = Layout.At(
            page,
            subject,
            random.NextSingle(0.3f, 0.6f),
            new Vector2(random.NextSingle(0.3f, 0.7f), random.NextSingle(0.2f, 0.6f)),
            margin: 0.16f);
        var (colour, pen) = (Palette.Ballpoint(ref random), random.NextSingle(0.04f, 0.1f));
        page.Lay(layout.Write(page, subject, Tool.Ballpoint, pen, ref random, thinnest: 1.5f), colour);

        var line = new Ink(page.Width, page.Height);
        var middle = layout.Middle(subject);
        var reach = layout.Unit * random.NextSingle(0.35f, 0.8f);
        var y = layout.Origin.Y + layout.Unit * subject.Size.Y + layout.Unit * (pen + random.NextSingle(0.08f, 0.25f));
        line.Line(
            new Vector2(middle.X - reach, y),
            new Vector2(middle.X + reach, y + 0.05f * reach * random.NextGaussian()),
            Math.Max(1.5f, pen * layout.Unit * random.NextSingle(0.4f, 1)),
            View.Flat);
        page.Lay(line, colour);
        if (random.NextInt32(2) == 0) Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>A digit on the line for a signature or an answer, touching the line.</summary>
    public static Canvas OnLine(Subject subject, ref SeededRandom random)
    {
        var isPhoto = random.NextInt32(2) == 0;
        var page = Layout.Page(120, 900, isPhoto ? Palette.Paper(ref random) : Palette.White, ref random);
        var layout = Layout.At(
            page,
            subject,
            random.NextSingle(0.3f, 0.65f),
            new Vector2(random.NextSingle(0.15f, 0.85f), random.NextSingle(0.3f, 0.9f)),
            margin: 0.1f);
        var view = isPhoto
            ? View.Of(page.Size, 0.03f * random.NextGaussian(), 0.04f * new Vector2(random.NextGaussian(), random.NextGaussian()))
            : View.Flat;
        var (colour, pen) = (Palette.Ballpoint(ref random), random.NextSingle(0.04f, 0.11f));

        var line = new Ink(page.Width, page.Height);
        var length = page.Width * random.NextSingle(0.4f, 1);
        var left = Math.Clamp(layout.Middle(subject).X - length * random.NextSingle(0.2f, 0.8f), 0, page.Width - length);
        var y = layout.Origin.Y + layout.Unit * (subject.Size.Y + pen * random.NextSingle(-0.5f, 0.5f));
        line.Line(new Vector2(left, y), new Vector2(left + length, y), Math.Max(1, layout.Unit * random.NextSingle(0.01f, 0.04f)), view);
        page.Lay(line, random.NextInt32(2) == 0 ? colour : new Vector3(random.NextSingle(60, 160)));

        page.Lay(layout.Write(page, subject, isPhoto ? Tool.Ballpoint : Tool.Mouse, pen, ref random, view, thinnest: 1.5f), colour);
        if (isPhoto) Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>A box that the digit crosses at one or two sides.</summary>
    public static Canvas OverBox(Subject subject, ref SeededRandom random)
    {
        var isPhoto = random.NextInt32(2) == 0;
        var page = Layout.Page(120, 900, isPhoto ? Palette.Paper(ref random) : Palette.White, ref random);
        var layout = Layout.At(
            page,
            subject,
            random.NextSingle(0.3f, 0.55f),
            new Vector2(random.NextSingle(0.3f, 0.7f), random.NextSingle(0.3f, 0.7f)),
            margin: 0.18f);
        var view = View.Of(page.Size, 0.02f * random.NextGaussian(), Vector2.Zero);
        var pen = random.NextSingle(0.04f, 0.1f);

        var size = layout.Unit * subject.Size;
        var (low, high) = (layout.Origin - Room(layout.Unit, ref random), layout.Origin + size + Room(layout.Unit, ref random));
        for (var crossings = 1 + random.NextInt32(2); crossings > 0; crossings--)
        {
            var inside = random.NextSingle(0.06f, 0.25f) * size;
            switch (random.NextInt32(subject.Size.X < 0.35f ? 2 : 4)) // A line along a narrow digit would hide it.
            {
                case 0: low.Y = layout.Origin.Y + inside.Y; break;
                case 1: high.Y = layout.Origin.Y + size.Y - inside.Y; break;
                case 2: low.X = layout.Origin.X + inside.X; break;
                default: high.X = layout.Origin.X + size.X - inside.X; break;
            }
        }

        var box = new Ink(page.Width, page.Height);
        Frame(box, low, high, Math.Max(1, layout.Unit * random.NextSingle(0.008f, 0.03f)), view);
        page.Lay(box, FrameColour(ref random));
        var ink = layout.Write(page, subject, isPhoto ? Tool.Ballpoint : Tool.Mouse, pen, ref random, view, thinnest: 1.5f);
        page.Lay(ink, Palette.Ballpoint(ref random));
        if (isPhoto) Lens.Shoot(page, ref random);
        return page;
    }

    internal static void Frame(Ink ink, Vector2 low, Vector2 high, float line, View view)
    {
        ink.Line(low, new Vector2(high.X, low.Y), line, view);
        ink.Line(new Vector2(high.X, low.Y), high, line, view);
        ink.Line(high, new Vector2(low.X, high.Y), line, view);
        ink.Line(new Vector2(low.X, high.Y), low, line, view);
    }

    /// <summary>The space between a digit's bounding box and two sides of a form's box.</summary>
    private static Vector2 Room(float unit, ref SeededRandom random) =>
        unit * new Vector2(random.NextSingle(0.1f, 0.35f), random.NextSingle(0.1f, 0.25f));

    /// <summary>Black or gray, or the orange, blue or green of printed forms.</summary>
    internal static Vector3 FrameColour(ref SeededRandom random) => random.NextInt32(6) switch
    {
        0 => Palette.Near(new Vector3(225, 120, 60), 12, ref random),
        1 => Palette.Near(new Vector3(70, 120, 190), 12, ref random),
        2 => Palette.Near(new Vector3(80, 150, 100), 12, ref random),
        _ => new Vector3(random.NextSingle(0, 140)),
    };
}
