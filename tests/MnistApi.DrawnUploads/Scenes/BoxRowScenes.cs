using System.Numerics;
using MnistApi.DrawnUploads.Camera;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>Rows of boxes, joined or apart, and combs: a line beneath, with short lines between the places.</summary>
internal static class BoxRowScenes
{
    /// <summary>Draws the digit into one box of a row, or between two teeth of a comb.</summary>
    public static Canvas RowOfBoxes(Subject subject, ref SeededRandom random)
    {
        var (count, isComb, isPhoto) = (2 + random.NextInt32(5), random.NextInt32(4) == 0, random.NextInt32(2) == 0);
        var place = random.NextInt32(count);
        // The lengths down to the unit are in heights of a digit.
        var box = new Vector2(Math.Max(random.NextSingle(0.8f, 1.3f), subject.Size.X + 0.3f), random.NextSingle(1.25f, 1.6f));
        var gap = isComb || random.NextInt32(2) == 0 ? 0 : random.NextSingle(0.1f, 0.3f);
        var row = new Vector2(count * box.X + (count - 1) * gap, box.Y);
        var margin = new Vector2(random.NextSingle(0.15f, 0.8f), random.NextSingle(0.15f, 0.8f));
        var end = new Vector2(random.NextSingle(0.15f, 0.8f), random.NextSingle(0.15f, 0.8f));

        var whole = margin + row + end;
        var unit = Math.Min(25 * MathF.Pow(8, random.NextSingle()), 1200 / whole.X);
        var page = new Canvas((int)(unit * whole.X), (int)(unit * whole.Y), isPhoto ? Palette.Paper(ref random) : Palette.White);
        var view = isPhoto
            ? View.Of(page.Size, 0.01f * random.NextGaussian(), 0.03f * new Vector2(random.NextGaussian(), random.NextGaussian()))
            : View.Flat;

        var (frames, line) = (new Ink(page.Width, page.Height), Math.Max(1, unit * random.NextSingle(0.008f, 0.03f)));
        var low = unit * margin;
        if (isComb) Comb(frames, low, unit * row, count, unit * random.NextSingle(0.25f, 0.8f), line, view);
        for (var i = 0; i < count && !isComb; i++)
        {
            var corner = low + new Vector2(unit * i * (box.X + gap), 0);
            FormScenes.Frame(frames, corner, low + unit * new Vector2(i * (box.X + gap) + box.X, box.Y), line, view);
        }

        page.Lay(frames, FormScenes.FrameColour(ref random));

        var free = box - subject.Size;
        var inside = free * new Vector2(random.NextSingle(0.35f, 0.65f), random.NextSingle(0.35f, 0.65f));
        var layout = new Layout(low + unit * (new Vector2(place * (box.X + gap), 0) + inside), unit);
        var (tool, pen) = (isPhoto ? Tool.Ballpoint : Tool.Mouse, random.NextSingle(0.05f, 0.11f));
        page.Lay(layout.Write(page, subject, tool, pen, ref random, view, thinnest: 1.5f), Palette.Ballpoint(ref random));
        if (isPhoto) Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>Draws a line beneath <paramref name="count"/> places, with teeth between them and at both ends.</summary>
    private static void Comb(Ink ink, Vector2 low, Vector2 size, int count, float tooth, float line, View view)
    {
        var bottom = low.Y + size.Y;
        ink.Line(new Vector2(low.X, bottom), new Vector2(low.X + size.X, bottom), line, view);
        for (var (i, x) = (0, low.X); i <= count; i++, x += size.X / count)
            ink.Line(new Vector2(x, bottom - tooth), new Vector2(x, bottom), line, view);
    }
}
