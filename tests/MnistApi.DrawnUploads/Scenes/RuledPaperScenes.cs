using System.Numerics;
using MnistApi.DrawnUploads.Camera;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>Photos of squared and ruled paper.</summary>
internal static class RuledPaperScenes
{
    /// <summary>Four to ten squares along the digit.</summary>
    public static Canvas FineSquares(Subject subject, ref SeededRandom random) =>
        Squares(subject, random.NextSingle(4, 10), 0.3f, 0.65f, ref random);

    /// <summary>Two or three squares along the digit.</summary>
    public static Canvas WideSquares(Subject subject, ref SeededRandom random) =>
        Squares(subject, random.NextSingle(1.6f, 3.2f), 0.3f, 0.65f, ref random);

    /// <summary>Two to four squares along the picture's shorter side, and one or two along the digit.</summary>
    public static Canvas SquaredCloseUp(Subject subject, ref SeededRandom random)
    {
        var perDigit = random.NextSingle(1, 2);
        return Squares(subject, perDigit, Math.Max(0.3f, 0.25f * perDigit), Math.Min(0.8f, 0.5f * perDigit), ref random);
    }

    /// <summary>Lines, and often a margin line. The digit stands on a line or covers two or three of them.</summary>
    public static Canvas Ruled(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(PaperScenes.Low, PaperScenes.High, Palette.Paper(ref random), ref random);
        var layout = Layout.Around(page, subject, 0.25f, 0.6f, ref random);
        var view = View.Of(page.Size, 0.04f * random.NextGaussian(), 0.05f * new Vector2(random.NextGaussian(), random.NextGaussian()));

        var rules = new Ink(page.Width, page.Height);
        var spacing = layout.Unit * random.NextSingle(0.35f, 1.3f);
        var width = Math.Max(1, page.Scale / 500);
        for (var y = (layout.Origin.Y + layout.Unit) % spacing - 2 * spacing; y < page.Height + 2 * spacing; y += spacing)
            rules.Line(new Vector2(-page.Width, y), new Vector2(2 * page.Width, y), width, view);
        page.Lay(rules, Palette.Near(new Vector3(110, 140, 190), 15, ref random), random.NextSingle(0.3f, 0.8f));
        if (random.NextInt32(2) == 0)
        {
            var margin = new Ink(page.Width, page.Height);
            var x = layout.Origin.X - layout.Unit * random.NextSingle(0.25f, 0.7f);
            margin.Line(new Vector2(x, -page.Height), new Vector2(x, 2 * page.Height), width, view);
            page.Lay(margin, new Vector3(210, 90, 100), 0.7f);
        }

        PaperScenes.Write(page, subject, layout, view, ref random);
        Lens.Shoot(page, ref random);
        return page;
    }

    /// <param name="perDigit">The number of squares along a digit.</param>
    /// <param name="low">The smallest height of a digit, relative to the shorter side of the page.</param>
    /// <param name="high">The largest height.</param>
    private static Canvas Squares(Subject subject, float perDigit, float low, float high, ref SeededRandom random)
    {
        var page = Layout.Page(PaperScenes.Low, PaperScenes.High, Palette.Paper(ref random), ref random);
        var layout = Layout.Around(page, subject, low, high, ref random);
        var view = View.Of(page.Size, 0.05f * random.NextGaussian(), 0.06f * new Vector2(random.NextGaussian(), random.NextGaussian()));

        var grid = new Ink(page.Width, page.Height);
        var spacing = layout.Unit / perDigit;
        var width = Math.Clamp(spacing * random.NextSingle(0.02f, 0.06f), 1, 4);
        var offset = spacing * new Vector2(random.NextSingle(), random.NextSingle());
        for (var x = offset.X - page.Width; x < 2 * page.Width; x += spacing)
            grid.Line(new Vector2(x, -page.Height), new Vector2(x, 2 * page.Height), width, view);
        for (var y = offset.Y - page.Height; y < 2 * page.Height; y += spacing)
            grid.Line(new Vector2(-page.Width, y), new Vector2(2 * page.Width, y), width, view);
        var colour = random.NextInt32(3) == 0 ? new Vector3(130) : new Vector3(100, 135, 190);
        page.Lay(grid, Palette.Near(colour, 12, ref random), random.NextSingle(0.25f, 0.7f));

        PaperScenes.Write(page, subject, layout, view, ref random);
        Lens.Shoot(page, ref random);
        return page;
    }
}
