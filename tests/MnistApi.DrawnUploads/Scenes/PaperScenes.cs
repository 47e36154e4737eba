using System.Numerics;
using MnistApi.DrawnUploads.Camera;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>Photos of paper.</summary>
internal static class PaperScenes
{
    // The longer side of most photos, in pixels: people crop them and messengers shrink them.
    internal const float Low = 140;
    internal const float High = 1000;

    /// <summary>Hard and soft pencils: pale and grainy.</summary>
    public static Canvas Pencil(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(Low, High, Palette.Paper(ref random), ref random);
        var layout = Layout.Around(page, subject, 0.25f, 0.7f, ref random);
        var ink = layout.Write(page, subject, Tool.Pencil, random.NextSingle(0.03f, 0.09f), ref random, thinnest: 2);
        var tooth = new NoiseField(page.Width, page.Height, Math.Max(1.3f, page.Scale / 450), ref random);
        ink.Change((x, y, covered) => covered * Math.Clamp(0.85f + 0.6f * tooth.At(x, y), 0.1f, 1));
        page.Lay(ink, new Vector3(random.NextSingle(50, 90)), random.NextSingle(0.5f, 0.95f));
        Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>A nearly dry ballpoint: pale and with gaps.</summary>
    public static Canvas DryPen(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(Low, High, Palette.Paper(ref random), ref random);
        var layout = Layout.Around(page, subject, 0.3f, 0.75f, ref random);
        page.Lay(
            layout.Write(page, subject, Tool.DryPen, random.NextSingle(0.03f, 0.07f), ref random, thinnest: 1.5f),
            Palette.Ballpoint(ref random),
            random.NextSingle(0.6f, 0.9f));
        if (random.NextInt32(2) == 0) Lens.Shoot(page, ref random);
        return page;
    }

    public static Canvas Shadowed(Subject subject, ref SeededRandom random)
    {
        var page = Written(subject, ref random);
        var softness = page.Scale * (random.NextInt32(2) == 0 ? random.NextSingle(0.005f, 0.02f) : random.NextSingle(0.08f, 0.4f));
        Light.Shadow(page, random.NextSingle(0.25f, 0.6f), softness, ref random);
        Lens.Shoot(page, ref random);
        return page;
    }

    public static Canvas UnevenLight(Subject subject, ref SeededRandom random)
    {
        var page = Written(subject, ref random);
        Light.Uneven(page, random.NextSingle(0.4f, 0.85f), random.NextSingle(0, 0.5f), ref random);
        Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>Recycled paper, cardboard, wrapping paper: brown or yellow, with fibres.</summary>
    public static Canvas BrownPaper(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(Low, High, Palette.Near(new Vector3(200, 165, 115), 15, ref random), ref random);
        var spots = new NoiseField(page.Width, page.Height, page.Scale / 25, ref random);
        var fibres = new NoiseField(page.Width, page.Height, page.Scale / 60, ref random, page.Scale / 300);
        var strength = random.NextSingle(0.02f, 0.07f);
        page.Change((x, y, colour) => colour * (1 + strength * (spots.At(x, y) + fibres.At(x, y))));
        var layout = Layout.Around(page, subject, 0.25f, 0.7f, ref random);
        page.Lay(
            layout.Write(page, subject, Tool.Marker, random.NextSingle(0.05f, 0.12f), ref random, thinnest: 2),
            Palette.Marker(ref random),
            0.9f);
        Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>Folded or crumpled paper. Along each crease, one side is lighter and the other darker.</summary>
    public static Canvas Crumpled(Subject subject, ref SeededRandom random)
    {
        var page = Written(subject, ref random);
        var creases = new (Vector2 At, Vector2 Across, float Depth, float Reach)[3 + random.NextInt32(7)];
        foreach (ref var crease in creases.AsSpan())
        {
            var angle = random.NextSingle(0, 2 * MathF.PI);
            crease = (
                page.Size * new Vector2(random.NextSingle(), random.NextSingle()),
                new Vector2(MathF.Cos(angle), MathF.Sin(angle)),
                random.NextSingle(0.03f, 0.13f),
                page.Scale * random.NextSingle(0.03f, 0.3f));
        }

        page.Change((x, y, colour) =>
        {
            var shade = 1f;
            foreach (var (at, across, depth, reach) in creases)
            {
                var distance = Vector2.Dot(new Vector2(x, y) - at, across);
                shade += depth * (distance > 0 ? 1 : -1) * MathF.Exp(-Math.Abs(distance) / reach);
            }

            return shade * colour;
        });
        Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>Out of focus, or moved during the exposure.</summary>
    public static Canvas Blurred(Subject subject, ref SeededRandom random)
    {
        var page = Written(subject, ref random, high: 600, thinnestPen: 0.05f);
        if (random.NextInt32(2) == 0)
        {
            Blur.Focus(page, page.Scale * random.NextSingle(0.004f, 0.011f));
        }
        else
        {
            var length = page.Scale * random.NextSingle(0.015f, 0.035f);
            Blur.Motion(page, length * Vector2.Transform(Vector2.UnitX, Matrix3x2.CreateRotation(random.NextSingle(0, MathF.PI))));
        }

        Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>Seen from the side and turned by up to 12 degrees.</summary>
    public static Canvas Tilted(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(Low, High, Palette.Paper(ref random), ref random);
        var view = View.Of(
            page.Size,
            random.NextSingle(-0.21f, 0.21f),
            new Vector2(random.NextSingle(-0.25f, 0.25f), random.NextSingle(-0.25f, 0.25f)));
        Write(page, subject, Layout.Around(page, subject, 0.25f, 0.55f, ref random), view, ref random);
        Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>Saved as a JPEG of low quality.</summary>
    public static Canvas JpegBlocks(Subject subject, ref SeededRandom random)
    {
        var page = Written(subject, ref random, high: 700);
        Jpeg.Save(page, 8 + random.NextInt32(25));
        return page;
    }

    /// <summary>A photo whose colours somebody inverted.</summary>
    public static Canvas Inverted(Subject subject, ref SeededRandom random)
    {
        var page = Written(subject, ref random);
        Lens.Shoot(page, ref random);
        page.Change((_, _, colour) => Palette.White - colour);
        return page;
    }

    /// <summary>White paper with a digit in ballpoint or marker.</summary>
    internal static Canvas Written(Subject subject, ref SeededRandom random, float high = High, float thinnestPen = 0.03f)
    {
        var page = Layout.Page(Low, high, Palette.Paper(ref random), ref random);
        Write(page, subject, Layout.Around(page, subject, 0.25f, 0.7f, ref random), View.Flat, ref random, thinnestPen);
        return page;
    }

    internal static void Write(Canvas page, Subject subject, Layout layout, View view, ref SeededRandom random, float thinnestPen = 0.03f)
    {
        var isMarker = random.NextInt32(3) == 0;
        var (tool, pen) = isMarker
            ? (Tool.Marker, random.NextSingle(0.07f, 0.14f))
            : (Tool.Ballpoint, random.NextSingle(thinnestPen, 0.085f));
        page.Lay(
            layout.Write(page, subject, tool, pen, ref random, view, thinnest: 2),
            isMarker ? Palette.Marker(ref random) : Palette.Ballpoint(ref random),
            random.NextSingle(0.75f, 0.97f));
    }
}
