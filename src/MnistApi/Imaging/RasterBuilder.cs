namespace MnistApi.Imaging;

/// <summary>Makes a raster of rows of pixels as they come from a decoder, averaging squares of them, so that a large image need not be in memory whole.</summary>
internal sealed class RasterBuilder
{
    private const int Channels = 4;

    private readonly ImageFile _image;
    private readonly int _storedWidth, _storedHeight, _factor;
    private readonly int _width, _height;
    private readonly byte[] _rgb, _alpha;
    private readonly long[] _sums; // [width, 7]: the sums of red, green, blue, of each times alpha, and of alpha
    private bool _isOpaque = true;
    private int _rows;

    /// <param name="image">What is decoded.</param>
    /// <param name="storedWidth">Length of the rows to come: the image's, or less where the decoder reduces it.</param>
    /// <param name="storedHeight">Number of the rows to come.</param>
    /// <param name="maxSide">The longest side that the raster may have; at least 1.</param>
    public RasterBuilder(ImageFile image, int storedWidth, int storedHeight, int maxSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSide, 1);
        _image = image;
        (_storedWidth, _storedHeight) = (storedWidth, storedHeight);
        _factor = (int)CeilingOf(Math.Max(storedWidth, storedHeight), maxSide);
        (_width, _height) = ((int)CeilingOf(storedWidth, _factor), (int)CeilingOf(storedHeight, _factor));
        _rgb = new byte[3 * _width * _height];
        _alpha = new byte[_width * _height];
        _sums = new long[_factor == 1 ? 0 : 7 * _width];
    }

    /// <summary>Takes the next row.</summary>
    /// <param name="rgba">[width, 4], not multiplied by alpha.</param>
    public void Add(ReadOnlySpan<byte> rgba)
    {
        if (_factor == 1)
        {
            Copy(rgba, _rows * _width);
            _rows++;
            return;
        }

        Sum(rgba);
        _rows++;
        if (_rows % _factor == 0 || _rows == _storedHeight) Average();
    }

    /// <summary>The raster of all rows.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    public ImageRaster Build()
    {
        if (_rows != _storedHeight) throw new InvalidOperationException($"{_rows} of {_storedHeight} rows were added.");
        var orientation = _image.Orientation;
        var (width, height) = orientation.SwapsSides() ? (_height, _width) : (_width, _height);
        var alpha = _isOpaque || _image.IsOpaque ? null : orientation.Apply(_alpha, _width, _height, channels: 1);
        return new ImageRaster(_image.Header, width, height, orientation.Apply(_rgb, _width, _height, channels: 3), alpha);
    }

    private void Copy(ReadOnlySpan<byte> rgba, int start)
    {
        for (var x = 0; x < _width; x++)
        {
            rgba.Slice(Channels * x, 3).CopyTo(_rgb.AsSpan(3 * (start + x)));
            _alpha[start + x] = rgba[Channels * x + 3];
            _isOpaque &= rgba[Channels * x + 3] == 255;
        }
    }

    private void Sum(ReadOnlySpan<byte> rgba)
    {
        for (var x = 0; x < _storedWidth; x++)
        {
            var sums = _sums.AsSpan(7 * (x / _factor), 7);
            var pixel = rgba.Slice(Channels * x, Channels);
            int alpha = _image.IsOpaque ? 255 : pixel[3];
            for (var c = 0; c < 3; c++)
            {
                sums[c] += pixel[c];
                sums[3 + c] += pixel[c] * alpha;
            }

            sums[6] += alpha;
        }
    }

    /// <summary>
    /// Ends a row of squares. Colours are weighted by alpha, so that what a transparent pixel hides does not show; where all
    /// of a square is transparent they count alike. Squares at the right and lower edge may be cut.
    /// </summary>
    private void Average()
    {
        var row = (_rows - 1) / _factor;
        var height = _rows - row * _factor;
        for (var x = 0; x < _width; x++)
        {
            var sums = _sums.AsSpan(7 * x, 7);
            long count = height * Math.Min(_factor, _storedWidth - x * _factor), alpha = sums[6];
            var colors = alpha == 0 ? sums[..3] : sums[3..6];
            for (var c = 0; c < 3; c++) _rgb[3 * (row * _width + x) + c] = (byte)RatioOf(colors[c], alpha == 0 ? count : alpha);
            _alpha[row * _width + x] = (byte)RatioOf(alpha, count);
            _isOpaque &= alpha == 255 * count;
        }

        _sums.AsSpan().Clear();
    }

    /// <summary>Rounded to the nearest.</summary>
    private static long RatioOf(long sum, long count) => (sum + count / 2) / count;

    private static long CeilingOf(long value, long divisor) => (value + divisor - 1) / divisor;
}
