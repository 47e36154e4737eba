using System.Numerics;
using MnistApi.DrawnUploads.Camera;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>Photos of boards, and of paper with something else around it.</summary>
internal static class GroundScenes
{
    private const float Low = 200, High = 1000;

    public static Canvas Whiteboard(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(Low, High, Palette.Near(new Vector3(random.NextSingle(185, 235)), 3, ref random), ref random);
        var wiped = new NoiseField(page.Width, page.Height, page.Scale / 5, ref random, page.Scale / 20);
        page.Change((x, y, colour) => colour * (1 + 0.025f * wiped.At(x, y)));
        var layout = Layout.Around(page, subject, 0.25f, 0.7f, ref random);
        var view = View.Of(page.Size, 0.04f * random.NextGaussian(), 0.08f * new Vector2(random.NextGaussian(), random.NextGaussian()));
        page.Lay(
            layout.Write(page, subject, Tool.Marker, random.NextSingle(0.05f, 0.1f), ref random, view, thinnest: 2.5f),
            Palette.Marker(ref random),
            0.9f);
        for (var glares = 1 + random.NextInt32(2); glares > 0; glares--) Light.Glare(page, random.NextSingle(0.3f, 0.75f), ref random);
        Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>Chalk on green or black. The board's grain breaks the lines, and wiping has left dust.</summary>
    public static Canvas Chalkboard(Subject subject, ref SeededRandom random)
    {
        var board = random.NextInt32(3) == 0 ? new Vector3(38, 40, 42) : new Vector3(36, 78, 58);
        var page = Layout.Page(Low, High, Palette.Near(board, 6, ref random), ref random);
        var clouds = new NoiseField(page.Width, page.Height, page.Scale / 4, ref random);
        var wiped = new NoiseField(page.Width, page.Height, page.Scale / 3, ref random, page.Scale / 20);
        var strength = random.NextSingle(0, 20);
        page.Change((x, y, colour) => colour + new Vector3(strength * (0.6f + 0.6f * clouds.At(x, y) + 0.4f * wiped.At(x, y))));

        var layout = Layout.Around(page, subject, 0.3f, 0.7f, ref random);
        var ink = layout.Write(page, subject, Tool.Chalk, random.NextSingle(0.06f, 0.12f), ref random, thinnest: 4);
        var grain = new NoiseField(page.Width, page.Height, Math.Max(1.5f, page.Scale / 350), ref random);
        var density = random.NextSingle(0.15f, 0.5f);
        ink.Change((x, y, covered) => covered * Math.Clamp(0.5f + 2 * (grain.At(x, y) + density), 0, 1));
        var chalk = random.NextInt32(4) == 0 ? Palette.Near(new Vector3(235, 215, 130), 15, ref random) : new Vector3(225, 228, 222);
        page.Lay(ink, chalk, random.NextSingle(0.7f, 0.95f));
        Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>A white sheet on a dark or wooden table, with all or some of its edges in the picture.</summary>
    public static Canvas SheetOnTable(Subject subject, ref SeededRandom random)
    {
        var wood = random.NextInt32(2) == 0 ? new Vector3(110, 72, 44) : new Vector3(random.NextSingle(20, 80));
        var page = Table(Palette.Near(wood, 8, ref random), random.NextSingle(0.02f, 0.15f), ref random);
        var colour = Palette.Paper(ref random);
        var (view, sheet) = Sheet(page, random.NextSingle(0.55f, 0.95f), ref random);
        Light.CastBySheet(page, sheet, page.Scale * random.NextSingle(0.01f, 0.03f));
        page.Change((x, y, ground) => Vector3.Lerp(ground, colour, Region.Inside(Region.Convex(sheet, new Vector2(x, y)), 1.2f)));
        var layout = Layout.At(
            page,
            subject,
            random.NextSingle(0.2f, 0.38f),
            new Vector2(random.NextSingle(0.4f, 0.6f), random.NextSingle(0.4f, 0.6f)));
        PaperScenes.Write(page, subject, layout, view, ref random);
        Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>A yellow, pink or green note on a desk, a wall or a board.</summary>
    public static Canvas StickyNote(Subject subject, ref SeededRandom random)
    {
        var ground = random.NextInt32(3) switch
        {
            0 => new Vector3(random.NextSingle(190, 235)),
            1 => new Vector3(random.NextSingle(30, 90)),
            _ => new Vector3(150, 110, 75),
        };
        var page = Table(Palette.Near(ground, 6, ref random), random.NextSingle(0, 0.06f), ref random);
        var colour = random.NextInt32(4) switch
        {
            0 => new Vector3(250, 150, 180),
            1 => new Vector3(170, 225, 120),
            _ => new Vector3(250, 230, 110),
        };
        var (view, note) = Sheet(page, random.NextSingle(0.5f, 0.85f), ref random, isSquare: true);
        Light.CastBySheet(page, note, page.Scale * random.NextSingle(0.01f, 0.04f));
        page.Change((x, y, under) => Vector3.Lerp(under, colour, Region.Inside(Region.Convex(note, new Vector2(x, y)), 1.2f)));
        PaperScenes.Write(page, subject, Layout.At(page, subject, random.NextSingle(0.22f, 0.4f), new Vector2(0.5f)), view, ref random);
        Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>
    /// Ink on a whiteboard or on glossy paper with a lamp's reflection. The reflection is much brighter than the rest and hides none of the
    /// ink.
    /// </summary>
    public static Canvas Glare(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(Low, High, Palette.Near(new Vector3(random.NextSingle(120, 200)), 4, ref random), ref random);
        var layout = Layout.Around(page, subject, 0.25f, 0.55f, ref random);
        page.Lay(
            layout.Write(page, subject, Tool.Marker, random.NextSingle(0.05f, 0.11f), ref random, thinnest: 2.5f),
            Palette.Marker(ref random),
            0.95f);

        var angle = random.NextSingle(0, 2 * MathF.PI);
        var radii = page.Scale * new Vector2(random.NextSingle(0.06f, 0.25f), random.NextSingle(0.06f, 0.25f));
        var distance = subject.Size * layout.Unit / 2 + random.NextSingle(0.5f, 1.2f) * radii;
        var beside = distance * new Vector2(MathF.Cos(angle), MathF.Sin(angle));
        Light.Spot(page, layout.Middle(subject) + 1.2f * beside, radii, random.NextSingle(0.8f, 1));
        Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>Paper that does not quite fill the picture: a strip of a dark table is visible at one edge, or at two that meet.</summary>
    public static Canvas DarkEdge(Subject subject, ref SeededRandom random)
    {
        var wood = random.NextInt32(2) == 0 ? new Vector3(85, 55, 35) : new Vector3(random.NextSingle(15, 70));
        var page = Table(Palette.Near(wood, 8, ref random), random.NextSingle(0.02f, 0.12f), ref random);
        var (colour, shorter) = (Palette.Paper(ref random), Math.Min(page.Width, page.Height));
        var (isBoth, isLeft, isTop) = (random.NextInt32(3) == 0, random.NextInt32(2) == 0, random.NextInt32(2) == 0);
        var isBeside = isBoth || random.NextInt32(2) == 0;
        var beside = isBeside ? random.NextSingle(0.03f, 0.15f) : -1;
        var above = isBoth || !isBeside ? random.NextSingle(0.03f, 0.15f) : -1;
        var strip = shorter * new Vector2(beside, above);
        var low = new Vector2(isLeft ? strip.X : -page.Width, isTop ? strip.Y : -page.Height);
        var high = page.Size + new Vector2(isLeft ? page.Width : -strip.X, isTop ? page.Height : -strip.Y);
        var view = View.Of(page.Size, 0.012f * random.NextGaussian(), Vector2.Zero);
        Vector2[] sheet = [view.Map(low), view.Map(new Vector2(high.X, low.Y)), view.Map(high), view.Map(new Vector2(low.X, high.Y))];
        Light.CastBySheet(page, sheet, page.Scale * random.NextSingle(0.005f, 0.02f));
        page.Change((x, y, ground) => Vector3.Lerp(ground, colour, Region.Inside(Region.Convex(sheet, new Vector2(x, y)), 1.5f)));
        var layout = Layout.At(
            page,
            subject,
            random.NextSingle(0.25f, 0.55f),
            new Vector2(random.NextSingle(0.1f, 0.9f), random.NextSingle(0.1f, 0.9f)),
            margin: 0.22f);
        PaperScenes.Write(page, subject, layout, view, ref random);
        Lens.Shoot(page, ref random);
        return page;
    }

    private static Canvas Table(Vector3 colour, float streaks, ref SeededRandom random)
    {
        var page = Layout.Page(Low, High, colour, ref random);
        var lies = random.NextInt32(2) == 0;
        var grain = new NoiseField(page.Width, page.Height, page.Scale / (lies ? 3 : 90), ref random, page.Scale / (lies ? 90 : 3));
        page.Change((x, y, ground) => ground * (1 + streaks * grain.At(x, y)));
        return page;
    }

    /// <summary>A turned and tilted sheet in the middle of the picture, and its corners in clockwise order.</summary>
    /// <param name="share">The sheet's size relative to the picture's.</param>
    private static (View View, Vector2[] Corners) Sheet(Canvas page, float share, ref SeededRandom random, bool isSquare = false)
    {
        var view = View.Of(page.Size, 0.08f * random.NextGaussian(), 0.08f * new Vector2(random.NextGaussian(), random.NextGaussian()));
        var half = share / 2 * (isSquare ? new Vector2(Math.Min(page.Width, page.Height)) : page.Size);
        var middle = page.Size / 2;
        Vector2[] corners =
        [
            view.Map(middle - half),
            view.Map(middle + half * new Vector2(1, -1)),
            view.Map(middle + half),
            view.Map(middle + half * new Vector2(-1, 1)),
        ];
        return (view, corners);
    }
}
