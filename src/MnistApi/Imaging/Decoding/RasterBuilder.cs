using System.Numerics;
using System.Runtime.InteropServices;
using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Imaging.Decoding;

/// <summary>
/// Builds a raster from the rows of a decoded image. It reduces a large image by averaging square blocks of pixels. The raster has one
/// channel until a row has a color.
/// </summary>
internal sealed class RasterBuilder
{
    private const int Rgb = 3, Rgba = 4;

    private readonly ImageFile _image;
    private readonly int _channels, _factor;
    private readonly int _width, _height;
    private readonly byte[] _row; // [width, 3], the row to be stored
    private readonly byte[]? _alpha;
    private readonly long[] _blockSums; // [width, 7], with alpha
    private readonly uint[] _columnSums; // [width of the image, channels], without alpha
    private byte[] _samples; // [height, width, 1 or 3]
    private bool _isOpaque = true, _hasColor;
    private int _rows;

    /// <param name="image">The structure of the file.</param>
    /// <param name="channels">
    /// The samples of each pixel: 1 (gray), 3 (red, green, blue) or 4 (with alpha that is not premultiplied).
    /// </param>
    /// <param name="maxSide">The greatest length of a side of the raster in pixels, at least 1.</param>
    public RasterBuilder(ImageFile image, int channels, int maxSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSide, 1);
        (_image, _channels) = (image, channels);
        _factor = (int)CeilingOf(Math.Max(image.Width, image.Height), maxSide);
        (_width, _height) = ((int)CeilingOf(image.Width, _factor), (int)CeilingOf(image.Height, _factor));
        _samples = new byte[_width * _height];
        _row = new byte[Rgb * _width];
        _alpha = channels == Rgba ? new byte[_width * _height] : null;
        _blockSums = new long[_factor > 1 && channels == Rgba ? (Rgba + Rgb) * _width : 0];
        _columnSums = new uint[_factor > 1 && channels != Rgba ? channels * image.Width : 0];
    }

    /// <summary>Adds the next row.</summary>
    /// <param name="samples">[width, channels], 0 to 255.</param>
    public void Add(ReadOnlySpan<byte> samples)
    {
        if (_factor == 1)
        {
            Copy(samples, _rows++);
            return;
        }

        if (_channels == Rgba) SumWithAlpha(samples);
        else Sum(samples);
        _rows++;
        if (_rows % _factor != 0 && _rows != _image.Height) return;
        if (_channels == Rgba) AverageWithAlpha();
        else Average();
    }

    /// <summary>Builds the upright raster after all rows were added.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    public ImageRaster Build()
    {
        if (_rows != _image.Height) throw new InvalidOperationException($"Only {_rows} of {_image.Height} rows were added.");
        var orientation = _image.Orientation;
        var (width, height) = orientation.SwapsSides() ? (_height, _width) : (_width, _height);
        var samples = orientation.Apply(_samples, _width, _height, _hasColor ? Rgb : 1);
        var alpha = _isOpaque ? null : orientation.Apply(_alpha!, _width, _height, channels: 1);
        return new ImageRaster(_image.Header, width, height, samples, alpha);
    }

    private void Copy(ReadOnlySpan<byte> samples, int y)
    {
        switch (_channels)
        {
            case 1:
                samples.CopyTo(_samples.AsSpan(y * _width));
                break;
            case Rgb:
                Store(samples, y);
                break;
            default:
                CopyAlpha(samples, _alpha.AsSpan(y * _width, _width));
                OpaquePixels.Copy(samples, _row);
                Store(_row, y);
                break;
        }
    }

    private void CopyAlpha(ReadOnlySpan<byte> samples, Span<byte> alpha)
    {
        if (OpaquePixels.Are(samples))
        {
            alpha.Fill(byte.MaxValue);
            return;
        }

        _isOpaque = false;
        for (var x = 0; x < alpha.Length; x++) alpha[x] = samples[Rgba * x + Rgb];
    }

    /// <summary>Stores a row of the raster.</summary>
    /// <param name="rgb">[width, 3].</param>
    private void Store(ReadOnlySpan<byte> rgb, int y)
    {
        if (!_hasColor && !GrayPixels.Are(rgb)) AddColor(y);
        if (_hasColor) rgb.CopyTo(_samples.AsSpan(Rgb * y * _width));
        else GrayPixels.Copy(rgb, _samples.AsSpan(y * _width, _width));
    }

    /// <summary>Gives the raster three channels.</summary>
    /// <param name="rows">The number of rows that are stored already.</param>
    private void AddColor(int rows)
    {
        var gray = _samples.AsSpan(0, rows * _width);
        _samples = new byte[Rgb * _samples.Length];
        GrayPixels.Repeat(gray, _samples);
        _hasColor = true;
    }

    /// <summary>Adds the row to the sums of its columns. This runs for every sample of the file, so it is vectorized.</summary>
    private void Sum(ReadOnlySpan<byte> samples)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(samples);
        var sums = MemoryMarshal.Cast<uint, Vector<uint>>(_columnSums.AsSpan());
        for (var i = 0; i < vectors.Length; i++)
        {
            Vector.Widen(vectors[i], out var low, out var high);
            Vector.Widen(low, out var first, out var second);
            Vector.Widen(high, out var third, out var fourth);
            var target = sums.Slice(4 * i, 4);
            target[0] += first;
            target[1] += second;
            target[2] += third;
            target[3] += fourth;
        }

        for (var i = vectors.Length * Vector<byte>.Count; i < samples.Length; i++) _columnSums[i] += samples[i];
    }

    private void SumWithAlpha(ReadOnlySpan<byte> samples)
    {
        for (var x = 0; x < _width; x++)
        {
            var block = samples[..Math.Min(_factor * Rgba, samples.Length)];
            samples = samples[block.Length..];
            var sums = _blockSums.AsSpan((Rgba + Rgb) * x, Rgba + Rgb);
            for (; !block.IsEmpty; block = block[Rgba..])
            {
                int red = block[0], green = block[1], blue = block[2], alpha = block[3];
                sums[0] += red;
                sums[1] += green;
                sums[2] += blue;
                sums[3] += alpha;
                sums[4] += red * alpha;
                sums[5] += green * alpha;
                sums[6] += blue * alpha;
            }
        }
    }

    /// <summary>Averages a row of blocks. Blocks at the right and lower edges may be smaller.</summary>
    private void Average()
    {
        var (row, height) = LastBlocks();
        for (var x = 0; x < _width; x++)
        {
            var width = Math.Min(_factor, _image.Width - x * _factor);
            var columns = _columnSums.AsSpan(_channels * _factor * x, _channels * width);
            var share = 1.0 / (width * height); // An integer division for each sample would take longer.
            for (var c = 0; c < Rgb; c++)
            {
                long sum = 0;
                for (var i = _channels == 1 ? 0 : c; i < columns.Length; i += _channels) sum += columns[i];
                _row[Rgb * x + c] = (byte)(sum * share + 0.5);
            }
        }

        Store(_row, row);
        _columnSums.AsSpan().Clear();
    }

    /// <summary>
    /// Averages a row of blocks. Colors are weighted by alpha, so the color of a transparent pixel has no effect. If all pixels of a block
    /// are transparent, they have equal weights.
    /// </summary>
    private void AverageWithAlpha()
    {
        var (row, height) = LastBlocks();
        for (var x = 0; x < _width; x++)
        {
            var sums = _blockSums.AsSpan((Rgba + Rgb) * x, Rgba + Rgb);
            long count = height * Math.Min(_factor, _image.Width - x * _factor);
            var (pixel, alpha) = (row * _width + x, sums[3]);
            var colors = alpha == 0 ? sums : sums[Rgba..];
            var weight = alpha == 0 ? count : alpha;
            for (var c = 0; c < Rgb; c++) _row[Rgb * x + c] = (byte)RatioOf(colors[c], weight);
            SetAlpha(pixel, alpha, count);
        }

        Store(_row, row);
        _blockSums.AsSpan().Clear();
    }

    /// <summary>The row of blocks that the last rows of pixels belong to, and their number.</summary>
    private (int Row, int Height) LastBlocks()
    {
        var row = (_rows - 1) / _factor;
        return (row, _rows - row * _factor);
    }

    private void SetAlpha(int pixel, long sum, long count)
    {
        _alpha![pixel] = (byte)RatioOf(sum, count);
        _isOpaque &= sum == 255 * count;
    }

    /// <summary>Divides and rounds to the nearest integer.</summary>
    private static long RatioOf(long sum, long count) => (sum + count / 2) / count;

    private static long CeilingOf(long value, long divisor) => (value + divisor - 1) / divisor;
}
