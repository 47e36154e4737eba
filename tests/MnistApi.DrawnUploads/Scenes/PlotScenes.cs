using System.Numerics;
using MnistApi.DrawnUploads.Camera;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>Images of a dataset, as plotting libraries show them.</summary>
internal static class PlotScenes
{
    private const int Fine = 20; // How many pixels are drawn, along each side, for one pixel of the image.

    // At 0, 1/4, 1/2, 3/4 and 1.
    private static readonly Vector3[] Viridis =
    [
        new(68, 1, 84),
        new(59, 82, 139),
        new(33, 145, 140),
        new(94, 201, 98),
        new(253, 231, 37),
    ];

    /// <summary>An image of 8x8 pixels in 17 steps, or of 28x28 in 256, alone or in a white figure that often has axes.</summary>
    public static Canvas Plot(Subject subject, ref SeededRandom random)
    {
        var side = random.NextInt32(3) == 0 ? 8 : 28;
        var image = Image(subject, side, ref random);
        var colours = random.NextInt32(5);
        image.Change((_, _, level) => colours switch { 0 => Colour(level.X), 1 or 2 => 255 * level, _ => Palette.White - 255 * level });
        var plot = Resolution.Enlarge(image, 8 + random.NextInt32(13), isSmooth: random.NextInt32(3) == 0);
        if (random.NextInt32(2) == 0) plot = Figure(plot, ref random);
        if (random.NextInt32(4) == 0) Jpeg.Save(plot, 75 + random.NextInt32(20));
        return plot;
    }

    /// <summary>
    /// Draws the image with ink from 0 to 1. The digit of an 8x8 image is as high as the image; that of a 28x28 image has 4 pixels of paper
    /// around it, as in MNIST.
    /// </summary>
    private static Canvas Image(Subject subject, int side, ref SeededRandom random)
    {
        var page = new Canvas(side * Fine, side * Fine, Vector3.Zero);
        var (steps, strength) = side == 8 ? (16, 1.25f) : (255, 1); // Keeps lines visible that lie between two pixels.
        var pen = side == 8 ? random.NextSingle(0.1f, 0.13f) : random.NextSingle(0.07f, 0.14f);
        var layout = Layout.At(page, subject, 1, new Vector2(0.5f), margin: side == 8 ? 0.07f : 0.18f);
        page.Lay(layout.Write(page, subject, side == 8 ? Tool.Brush : Tool.Ballpoint, pen, ref random), Vector3.One);
        var image = Resolution.Shrink(page, 1f / Fine);
        image.Change((_, _, level) => new Vector3(MathF.Round(Math.Min(1, strength * level.X) * steps) / steps));
        return image;
    }

    /// <summary>Draws a white figure around the plot, with or without axes and their tick marks.</summary>
    private static Canvas Figure(Canvas plot, ref SeededRandom random)
    {
        var (left, top) = ((int)(plot.Width * random.NextSingle(0.06f, 0.3f)), (int)(plot.Height * random.NextSingle(0.06f, 0.3f)));
        var figure = new Canvas(plot.Width + 2 * left, plot.Height + 2 * top, Palette.White);
        var (right, bottom) = (left + plot.Width, top + plot.Height);
        figure.Change((x, y, white) =>
        {
            var isPlot = x >= left && x < right && y >= top && y < bottom;
            return isPlot ? plot.Pixels[(y - top) * plot.Width + x - left] : white;
        });
        if (random.NextInt32(2) == 0) return figure;

        const int Mark = 4;
        var marks = 4 + random.NextInt32(5);
        figure.Change((x, y, colour) =>
        {
            var isFrame = (x == left - 1 || x == right) && y >= top - 1 && y <= bottom
                || (y == top - 1 || y == bottom) && x >= left - 1 && x <= right;
            var isMark = y > bottom && y <= bottom + Mark && x >= left && x < right && (x - left) % (plot.Width / marks) == 0
                || x < left - 1 && x >= left - 1 - Mark && y >= top && y < bottom && (y - top) % (plot.Height / marks) == 0;
            return isFrame || isMark ? Palette.Black : colour;
        });
        return figure;
    }

    private static Vector3 Colour(float level)
    {
        var place = Math.Clamp(level, 0, 1) * (Viridis.Length - 1);
        var below = Math.Min((int)place, Viridis.Length - 2);
        return Vector3.Lerp(Viridis[below], Viridis[below + 1], place - below);
    }
}
