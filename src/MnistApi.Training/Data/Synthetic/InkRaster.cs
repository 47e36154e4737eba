using System.Numerics;
using System.Runtime.InteropServices;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>A square raster for strokes, which becomes a 28x28 image. Threads must not share an instance.</summary>
internal sealed class InkRaster
{
    /// <summary>Raster pixels per pixel of the image.</summary>
    public const float RasterPerPixel = 2.5f; // A whole number would make edges sharper than MNIST's.

    /// <summary>Width and height in raster pixels.</summary>
    public const int Side = InkSide + 2 * Margin;

    private const int InkSide = (int)(RasterPerPixel * MnistNormalization.BoxSide);
    private const int Margin = 4; // An uneven pen draws beyond its mean width.

    private readonly byte[] _raster = new byte[Side * Side];

    /// <summary>[side, side], 0 (paper) to 255 (ink).</summary>
    public Span<byte> Pixels => _raster;

    /// <summary>Draws strokes that fill the raster, and normalizes the result.</summary>
    /// <param name="strokes">Polylines in any units. They are scaled in place.</param>
    /// <param name="pen">The pen.</param>
    /// <param name="image">[28, 28], 0 (paper) to 255 (ink).</param>
    public void Draw(IReadOnlyList<List<Vector2>> strokes, InkPen pen, Span<byte> image)
    {
        var width = pen.Width * RasterPerPixel;
        Fit(strokes, width);

        Array.Clear(_raster);
        foreach (var stroke in strokes) pen.Draw(CollectionsMarshal.AsSpan(stroke), width, _raster, Side);
        Normalize(image);
    }

    /// <summary>Normalizes the contents of the raster.</summary>
    /// <param name="image">[28, 28], 0 (paper) to 255 (ink).</param>
    public void Normalize(Span<byte> image) => MnistNormalization.Normalize(_raster, Side, Side, image);

    /// <summary>Scales the strokes so that ink of the given width fills the raster inside its margins.</summary>
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
