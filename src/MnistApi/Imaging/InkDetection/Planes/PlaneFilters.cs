using System.Numerics;
using System.Runtime.InteropServices;

namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>Filters planes with square windows. The time hardly depends on the size of the window.</summary>
internal static class PlaneFilters
{
    /// <summary>
    /// Computes the mean in a window of 2 * radius + 1 pixels a side. Beyond the edge of the plane, the pixels at the edge repeat.
    /// </summary>
    /// <returns>A new plane, also with a radius of 0.</returns>
    public static PixelPlane Mean(this PixelPlane plane, int radius)
    {
        if (radius == 0) return plane.Copy();
        using var rows = RowMeans.Of(plane, radius);
        return MeanOfColumns(rows, radius);
    }

    /// <summary>Computes the largest value in a window of 2 * radius + 1 pixels a side.</summary>
    public static PixelPlane Maximum(this PixelPlane plane, int radius) => ExtremeOf<Larger>(plane, radius);

    /// <summary>Computes the smallest value in a window of 2 * radius + 1 pixels a side.</summary>
    public static PixelPlane Minimum(this PixelPlane plane, int radius) => ExtremeOf<Smaller>(plane, radius);

    /// <summary>
    /// Applies a morphological opening along columns. It removes runs of high values that are at most 2 * radius pixels long.
    /// </summary>
    public static PixelPlane OpenColumns(PixelPlane plane, int radius)
    {
        using var smallest = ColumnExtremes.Of<Smaller>(plane, radius);
        return ColumnExtremes.Of<Larger>(smallest, radius);
    }

    private static PixelPlane ExtremeOf<TExtreme>(PixelPlane plane, int radius) where TExtreme : IExtreme
    {
        using var rows = RowExtremes.Of<TExtreme>(plane, radius);
        return ColumnExtremes.Of<TExtreme>(rows, radius);
    }

    private static PixelPlane MeanOfColumns(PixelPlane plane, int radius)
    {
        var result = plane.Memory.Uninitialized(plane.Width, plane.Height);
        var sums = new double[plane.Width];
        for (var y = -radius; y <= radius; y++) Add(RowAt(plane, y), sums);
        for (var y = 0; y < plane.Height; y++)
        {
            Divide(sums, 2 * radius + 1, result.Row(y));
            Replace(RowAt(plane, y - radius), RowAt(plane, y + radius + 1), sums);
        }

        return result;
    }

    private static ReadOnlySpan<float> RowAt(PixelPlane plane, int y) => plane.Row(Math.Clamp(y, 0, plane.Height - 1));

    private static void Add(ReadOnlySpan<float> row, Span<double> sums)
    {
        for (var x = 0; x < row.Length; x++) sums[x] += row[x];
    }

    private static void Divide(ReadOnlySpan<double> sums, int count, Span<float> row)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        var pairs = MemoryMarshal.Cast<double, Vector<double>>(sums);
        var divisor = new Vector<double>(count);
        for (var i = 0; i < vectors.Length; i++) vectors[i] = Vector.Narrow(pairs[2 * i] / divisor, pairs[2 * i + 1] / divisor);
        for (var x = vectors.Length * Vector<float>.Count; x < row.Length; x++) row[x] = (float)(sums[x] / count);
    }

    private static void Replace(ReadOnlySpan<float> leaving, ReadOnlySpan<float> entering, Span<double> sums)
    {
        var old = MemoryMarshal.Cast<float, Vector<float>>(leaving);
        var next = MemoryMarshal.Cast<float, Vector<float>>(entering);
        var pairs = MemoryMarshal.Cast<double, Vector<double>>(sums);
        for (var i = 0; i < old.Length; i++)
        {
            Vector.Widen(next[i] - old[i], out var low, out var high);
            pairs[2 * i] += low;
            pairs[2 * i + 1] += high;
        }

        for (var x = old.Length * Vector<float>.Count; x < sums.Length; x++) sums[x] += entering[x] - leaving[x];
    }
}
