using System.Numerics;
using System.Runtime.InteropServices;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>A square of paper that strokes are drawn on and made a 28x28 image of. Not for sharing between threads.</summary>
internal sealed class InkRaster
{
    /// <summary>Raster pixels per pixel of the finished image.</summary>
    public const float RasterPerPixel = 2.5f; // not a whole number: whole ones make edges crisper than MNIST's

    /// <summary>Width and height in raster pixels.</summary>
    public const int Side = InkSide + 2 * Margin;

    private const int InkSide = (int)(RasterPerPixel * MnistNormalization.BoxSide);
    private const int Margin = 4; // uneven pens go beyond their mean width

    private readonly byte[] _raster = new byte[Side * Side];

    /// <summary>[side, side]: 0 is paper, 255 is ink.</summary>
    public Span<byte> Pixels => _raster;

    /// <summary>Draws strokes as large as the paper, and normalizes what is there.</summary>
    /// <param name="strokes">Polylines in any units; they are scaled in place.</param>
    /// <param name="image">[28, 28], 0 is paper.</param>
    public void Draw(IReadOnlyList<List<Vector2>> strokes, InkPen pen, Span<byte> image)
    {
        var width = pen.Width * RasterPerPixel;
        Fit(strokes, width);

        Array.Clear(_raster);
        foreach (var stroke in strokes) pen.Draw(CollectionsMarshal.AsSpan(stroke), width, _raster, Side);
        Normalize(image);
    }

    /// <summary>Normalizes what is on the paper.</summary>
    /// <param name="image">[28, 28], 0 is paper.</param>
    public void Normalize(Span<byte> image) => MnistNormalization.Normalize(_raster, Side, Side, image);

    /// <summary>Scales the strokes so that ink of the given width fills the raster between its margins.</summary>
    private static void Fit(IReadOnlyList<List<Vector2>> strokes, float width)
    {
        var low = strokes.SelectMany(stroke => stroke).Aggregate(Vector2.Min);
        var high = strokes.SelectMany(stroke => stroke).Aggregate(Vector2.Max);
        var scale = (InkSide - width) / Math.Max(high.X - low.X, high.Y - low.Y);
        var origin = new Vector2(Margin + width / 2);
        foreach (var stroke in strokes)
            foreach (ref var point in CollectionsMarshal.AsSpan(stroke)) point = origin + scale * (point - low);
    }
}
