using System.Numerics;
using System.Runtime.InteropServices;
using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Makes color planes, 0 to 255, from a raster. Transparent pixels are blended with the background.</summary>
internal static class ColorPlanes
{
    /// <summary>
    /// Resizes a rectangle of a raster by area averaging: a smaller result averages pixels, and a larger result repeats them.
    /// </summary>
    /// <param name="region">The rectangle, in pixels of the raster.</param>
    /// <param name="width">The width of the planes in pixels.</param>
    /// <param name="height">The height of the planes in pixels.</param>
    /// <returns>A plane for each channel of the raster: red, green and blue, or gray.</returns>
    public static PixelPlane[] Of(ImageRaster raster, InkBox region, int width, int height, PlaneMemory memory)
    {
        var background = TransparentBackground.Of(raster);
        PixelPlane[] channels = [.. Enumerable.Range(0, raster.Channels).Select(_ => memory.Uninitialized(width, height))];
        AreaWeights rows = new(region.Height, height), columns = new(region.Width, width);
        var sums = new float[raster.Channels * region.Width];
        for (var y = 0; y < height; y++)
        {
            sums.AsSpan().Clear();
            var weights = rows.Of(y, out var first);
            for (var i = 0; i < weights.Length; i++) AddRow(raster, region, first + i, weights[i], background, sums);
            for (var c = 0; c < channels.Length; c++) Reduce(sums.AsSpan(c), raster.Channels, columns, channels[c].Row(y));
        }

        return channels;
    }

    /// <summary>Adds a row of the region, blended with the background and multiplied by a weight.</summary>
    /// <param name="sums">[width of the region, channels].</param>
    private static void AddRow(ImageRaster raster, InkBox region, int y, float weight, float background, Span<float> sums)
    {
        var start = (region.Y + y) * raster.Width + region.X;
        var row = raster.Samples.AsSpan(raster.Channels * start, sums.Length);
        if (raster.Alpha is null)
        {
            Add(row, weight, sums);
            return;
        }

        for (var i = 0; i < row.Length; i++)
        {
            var alpha = raster.Alpha[start + i / raster.Channels];
            sums[i] += weight * (alpha == 255 ? row[i] : (row[i] * alpha + background * (255 - alpha)) / 255);
        }
    }

    /// <summary>Adds levels multiplied by a weight. This runs for every sample of an upload, so it is vectorized.</summary>
    private static void Add(ReadOnlySpan<byte> levels, float weight, Span<float> sums)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(levels);
        var targets = MemoryMarshal.Cast<float, Vector<float>>(sums);
        var factor = new Vector<float>(weight);
        for (var i = 0; i < vectors.Length; i++)
        {
            Vector.Widen(vectors[i], out var low, out var high);
            Vector.Widen(low.As<ushort, short>(), out var first, out var second);
            Vector.Widen(high.As<ushort, short>(), out var third, out var fourth);
            var target = targets.Slice(4 * i, 4);
            target[0] += Vector.ConvertToSingle(first) * factor;
            target[1] += Vector.ConvertToSingle(second) * factor;
            target[2] += Vector.ConvertToSingle(third) * factor;
            target[3] += Vector.ConvertToSingle(fourth) * factor;
        }

        for (var i = vectors.Length * Vector<byte>.Count; i < levels.Length; i++) sums[i] += levels[i] * weight;
    }

    /// <summary>Averages one channel of a row.</summary>
    /// <param name="sums">[width of the region, channels], from the first value of the channel.</param>
    private static void Reduce(ReadOnlySpan<float> sums, int channels, AreaWeights columns, Span<float> row)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var weights = columns.Of(x, out var first);
            var sum = 0f;
            for (var i = 0; i < weights.Length; i++) sum += weights[i] * sums[channels * (first + i)];
            row[x] = sum;
        }
    }
}
