using System.Numerics;
using System.Runtime.InteropServices;
using MnistApi.Training.Data.Synthetic.Styles;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>Draws one digit after another. Holds the raster, so it is not for sharing between threads.</summary>
internal sealed class DigitPainter
{
    private const float Jitter = 0.018f; // of the digit's height

    private readonly InkRaster _raster = new();

    /// <summary>Draws and normalizes a digit.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="random">Chooses style, hand and pen.</param>
    /// <param name="image">[28, 28], 0 is paper.</param>
    public void Paint(int digit, SeededRandom random, Span<byte> image)
    {
        var strokes = Strokes(DigitStyles.Pick(digit, ref random), ref random);
        _raster.Draw(strokes, new InkPen(digit, ref random), image);
    }

    /// <summary>As <see cref="Paint"/>, but every way of writing is as frequent as any other, those of other schools too, and so are thin and thick pens.</summary>
    public void PaintVaried(int digit, SeededRandom random, Span<byte> image)
    {
        var strokes = Strokes(DigitStyles.PickEvenly(digit, ref random), ref random);
        _raster.Draw(strokes, InkPen.Varied(ref random), image);
    }

    /// <summary>The strokes of a style as a random hand writes them.</summary>
    public static List<Vector2>[] Strokes(WritingStyle style, ref SeededRandom random)
    {
        var strokes = style.Strokes(ref random, Jitter).Select(stroke => CatmullRomSpline.Trace(stroke)).ToArray();
        var hand = new WriterDistortion(ref random);
        foreach (var stroke in strokes)
            foreach (ref var point in CollectionsMarshal.AsSpan(stroke)) point = hand.Move(point);
        return strokes;
    }
}
