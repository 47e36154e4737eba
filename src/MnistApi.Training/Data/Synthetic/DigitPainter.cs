using System.Numerics;
using System.Runtime.InteropServices;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>Draws one digit after another. Holds the raster, so it is not for sharing between threads.</summary>
internal sealed class DigitPainter
{
    private const float RasterPerPixel = 2.5f; // not a whole number: whole ones make edges crisper than MNIST's
    private const int InkSide = (int)(RasterPerPixel * MnistNormalization.BoxSide);
    private const int Margin = 4;              // uneven pens go beyond their mean width
    private const int Side = InkSide + 2 * Margin;
    private const float Jitter = 0.018f;       // of the digit's height

    private readonly byte[] _raster = new byte[Side * Side];

    /// <summary>Draws and normalizes a digit.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="random">Chooses style, hand and pen.</param>
    /// <param name="image">[28, 28], 0 is paper.</param>
    public void Paint(int digit, SeededRandom random, Span<byte> image)
    {
        var style = DigitStyles.Pick(digit, ref random);
        var strokes = style.Strokes(ref random, Jitter).Select(stroke => Spline.Trace(stroke)).ToArray();

        var hand = new Hand(ref random);
        foreach (var stroke in strokes)
            foreach (ref var point in CollectionsMarshal.AsSpan(stroke)) point = hand.Move(point);

        var pen = new Pen(digit, ref random);
        var width = pen.Width * RasterPerPixel;
        FitRaster(strokes, width);

        Array.Clear(_raster);
        foreach (var stroke in strokes) pen.Draw(CollectionsMarshal.AsSpan(stroke), width, _raster, Side);
        MnistNormalization.Normalize(_raster, Side, Side, image);
    }

    /// <summary>Scales the strokes so that ink of the given width fills the raster between its margins.</summary>
    private static void FitRaster(List<Vector2>[] strokes, float width)
    {
        var low = strokes.SelectMany(stroke => stroke).Aggregate(Vector2.Min);
        var high = strokes.SelectMany(stroke => stroke).Aggregate(Vector2.Max);
        var scale = (InkSide - width) / Math.Max(high.X - low.X, high.Y - low.Y);
        var origin = new Vector2(Margin + width / 2);
        foreach (var stroke in strokes)
            foreach (ref var point in CollectionsMarshal.AsSpan(stroke)) point = origin + scale * (point - low);
    }
}
