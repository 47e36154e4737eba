using System.Numerics;
using System.Runtime.InteropServices;
using MnistApi.Training.Data.Synthetic.Styles;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>Draws digits. An instance holds its drawing surface, so threads must not share it.</summary>
internal sealed class DigitPainter
{
    private const float Jitter = 0.018f; // Relative to the digit's height.

    private readonly InkRaster _raster = new();

    /// <summary>Draws and normalizes a digit as MNIST's writers wrote it.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="random">Chooses style, handwriting and pen.</param>
    /// <param name="image">[28, 28], 0 (paper) to 255 (ink).</param>
    public void Paint(int digit, SeededRandom random, Span<byte> image)
    {
        var strokes = Strokes(DigitStyles.Pick(digit, ref random), ref random);
        _raster.Draw(strokes, new InkPen(digit, ref random), image);
    }

    /// <summary>
    /// Draws and normalizes a digit like <see cref="Paint"/>, but with every handwriting style and every pen width equally often.
    /// </summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="random">Chooses style, handwriting and pen.</param>
    /// <param name="image">[28, 28], 0 (paper) to 255 (ink).</param>
    public void PaintVaried(int digit, SeededRandom random, Span<byte> image)
    {
        var strokes = Strokes(DigitStyles.PickEvenly(digit, ref random), ref random);
        _raster.Draw(strokes, InkPen.Varied(ref random), image);
    }

    /// <summary>The strokes of a style with the distortion of a random writer.</summary>
    public static List<Vector2>[] Strokes(WritingStyle style, ref SeededRandom random)
    {
        var strokes = style.Strokes(ref random, Jitter).Select(stroke => CatmullRomSpline.Trace(stroke)).ToArray();
        var writer = new WriterDistortion(ref random);
        foreach (var stroke in strokes)
            foreach (ref var point in CollectionsMarshal.AsSpan(stroke)) point = writer.Move(point);
        return strokes;
    }
}
