using System.Numerics;
using System.Runtime.InteropServices;
using MnistApi.Training.Data.Synthetic.Styles;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>Draws images without a digit. An instance holds its drawing surface, so threads must not share it.</summary>
internal sealed class NonDigitPainter
{
    private readonly InkRaster _raster = new();
    private readonly NoisePainter _noise;

    public NonDigitPainter() => _noise = new NoisePainter(_raster);

    /// <summary>Draws and normalizes an image.</summary>
    /// <param name="kind">The contents.</param>
    /// <param name="random">Chooses everything else.</param>
    /// <param name="image">[28, 28], 0 (paper) to 255 (ink).</param>
    public void Paint(NonDigitKind kind, ref SeededRandom random, Span<byte> image)
    {
        switch (kind)
        {
            case NonDigitKind.CapitalLetter: Draw(CapitalLetterStyles.All, ref random, image); break;
            case NonDigitKind.SmallLetter: Draw(SmallLetterStyles.All, ref random, image); break;
            case NonDigitKind.Symbol: Draw(SymbolStyles.All, ref random, image); break;
            case NonDigitKind.Shape: Draw(ShapeStyles.All, ref random, image); break;
            case NonDigitKind.InventedSign: Draw(RandomStrokes.InventedSign(ref random), 0.7f, ref random, image); break;
            case NonDigitKind.Scribble: Draw(RandomStrokes.Scribble(ref random), 0.6f, ref random, image); break;
            case NonDigitKind.SeveralDigits: DrawDigits(ref random, image); break;
            case NonDigitKind.Lines: Draw(RandomStrokes.Lines(ref random), 0.8f, ref random, image); break;
            case NonDigitKind.Spots: _noise.Spots(ref random, image); break;
            case NonDigitKind.Noise: _noise.Noise(ref random, image); break;
            case NonDigitKind.NearlyBlank: NoisePainter.NearlyBlank(ref random, image); break;
            default: throw new InvalidOperationException($"Unknown kind {kind}.");
        }
    }

    private void Draw(WritingStyle[] styles, ref SeededRandom random, Span<byte> image) =>
        Draw(DigitPainter.Strokes(WritingStyle.Pick(styles, ref random), ref random), 0.85f, ref random, image);

    /// <summary>Draws strokes with a random pen.</summary>
    /// <param name="strokes">Polylines in any units. They are scaled in place.</param>
    /// <param name="penScale">Relative width of the pen. With a wide pen, many lines would merge.</param>
    /// <param name="random">Chooses the pen.</param>
    /// <param name="image">[28, 28], 0 (paper) to 255 (ink).</param>
    private void Draw(List<Vector2>[] strokes, float penScale, ref SeededRandom random, Span<byte> image) =>
        _raster.Draw(strokes, InkPen.Varied(ref random, penScale), image);

    /// <summary>
    /// Draws two or, less often, three digits. They nearly touch or are up to a digit's width apart. Line and size vary slightly.
    /// </summary>
    private void DrawDigits(ref SeededRandom random, Span<byte> image)
    {
        var strokes = new List<List<Vector2>>();
        var (count, right) = (random.NextSingle() < 0.7f ? 2 : 3, 0f);
        var gap = random.NextSingle(0.02f, 0.5f);
        for (var i = 0; i < count; i++)
        {
            var style = DigitStyles.PickEvenly(random.NextInt32(ImageSet.ClassCount), ref random);
            var digit = DigitPainter.Strokes(style, ref random);
            var low = digit.SelectMany(stroke => stroke).Aggregate(Vector2.Min);
            var high = digit.SelectMany(stroke => stroke).Aggregate(Vector2.Max);
            var scale = random.NextSingle(0.8f, 1.1f) / (high.Y - low.Y);
            var offset = new Vector2(right + gap * random.NextSingle(0.5f, 1.5f), random.NextSingle(-0.1f, 0.1f));
            foreach (var stroke in digit)
                foreach (ref var point in CollectionsMarshal.AsSpan(stroke)) point = offset + scale * (point - low);
            right = offset.X + scale * (high.X - low.X);
            strokes.AddRange(digit);
        }

        _raster.Draw(strokes, InkPen.Varied(ref random, 1.4f / count), image);
    }
}
