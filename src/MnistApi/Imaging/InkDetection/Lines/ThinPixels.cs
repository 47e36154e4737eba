using System.Numerics;
using System.Runtime.InteropServices;
using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>The pixels that a vertical opening removes: those of dark shapes no thicker than a line.</summary>
internal sealed class ThinPixels : IDisposable
{
    private const float MinContrast = 0.02f;
    private const float NoiseFactor = 2.5f;

    private readonly PixelPlane _before; // [width + 1, height]; its memory holds integers, two for each value

    private ThinPixels(PixelPlane darkness)
    {
        (Width, Height) = (darkness.Width, darkness.Height);
        _before = darkness.Memory.Filled((Width + 2) / 2, Height);
    }

    public int Width { get; }

    public int Height { get; }

    public int Count { get; private set; }

    /// <summary>Finds the thin pixels.</summary>
    /// <param name="darkness">[height, width], 0 (paper) to 1.</param>
    /// <param name="noise">The standard deviation of the noise on the paper.</param>
    /// <param name="thickness">The greatest thickness of a line in pixels.</param>
    public static ThinPixels Of(PixelPlane darkness, float noise, int thickness)
    {
        using var opened = PlaneFilters.OpenColumns(darkness, (thickness + 1) / 2);
        var pixels = new ThinPixels(darkness);
        var threshold = Math.Max(MinContrast, NoiseFactor * noise);
        for (var y = 0; y < darkness.Height; y++) pixels.AddRow(y, darkness.Row(y), opened.Row(y), threshold);
        for (var x = 1; x <= darkness.Width; x++) Add(pixels.Before(x - 1), pixels.Before(x));
        return pixels;
    }

    /// <summary>Returns the number of thin pixels to the left of a column: [height].</summary>
    public Span<ushort> Before(int x) => MemoryMarshal.Cast<float, ushort>(_before.Values).Slice(x * Height, Height);

    public void Dispose() => _before.Dispose();

    private void AddRow(int y, ReadOnlySpan<float> row, ReadOnlySpan<float> opened, float threshold)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        var openedVectors = MemoryMarshal.Cast<float, Vector<float>>(opened);
        for (var i = 0; i < vectors.Length; i++)
        {
            if (!Vector.GreaterThanAny(vectors[i] - openedVectors[i], new Vector<float>(threshold))) continue;
            for (var x = i * Vector<float>.Count; x < (i + 1) * Vector<float>.Count; x++) AddPixel(x, y, row, opened, threshold);
        }

        for (var x = vectors.Length * Vector<float>.Count; x < row.Length; x++) AddPixel(x, y, row, opened, threshold);
    }

    private void AddPixel(int x, int y, ReadOnlySpan<float> row, ReadOnlySpan<float> opened, float threshold)
    {
        if (row[x] - opened[x] <= threshold) return;
        Before(x + 1)[y] = 1;
        Count++;
    }

    private static void Add(ReadOnlySpan<ushort> values, Span<ushort> sums)
    {
        var vectors = MemoryMarshal.Cast<ushort, Vector<ushort>>(values);
        var targets = MemoryMarshal.Cast<ushort, Vector<ushort>>(sums);
        for (var i = 0; i < vectors.Length; i++) targets[i] += vectors[i];
        for (var y = vectors.Length * Vector<ushort>.Count; y < sums.Length; y++) sums[y] += values[y];
    }
}
