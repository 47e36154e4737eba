namespace MnistApi.Imaging;

/// <summary>Makes a raster from the rows of a decoded image. A large image is reduced by averaging squares of its pixels.</summary>
internal sealed class RasterBuilder
{
    private const int Rgb = 3, Rgba = 4;

    private readonly ImageFile _image;
    private readonly int _channels, _factor;
    private readonly int _width, _height;
    private readonly byte[] _rgb;
    private readonly byte[]? _alpha;
    private readonly long[] _sums;
    private bool _isOpaque = true;
    private int _rows;

    /// <param name="image">The file that is decoded.</param>
    /// <param name="channels">The samples of a pixel in the rows to come: 1 (gray), 3 (red, green, blue) or 4 (with alpha, by which the colors are not multiplied).</param>
    /// <param name="maxSide">The longest side that the raster may have, at least 1.</param>
    public RasterBuilder(ImageFile image, int channels, int maxSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSide, 1);
        (_image, _channels) = (image, channels);
        _factor = (int)CeilingOf(Math.Max(image.Width, image.Height), maxSide);
        (_width, _height) = ((int)CeilingOf(image.Width, _factor), (int)CeilingOf(image.Height, _factor));
        _rgb = new byte[Rgb * _width * _height];
        _alpha = channels == Rgba ? new byte[_width * _height] : null;
        _sums = new long[_factor == 1 ? 0 : SumsPerSquare * _width];
    }

    /// <summary>Of each channel; where there is alpha, also of each color times alpha.</summary>
    private int SumsPerSquare => _channels == Rgba ? Rgb + Rgba : _channels;

    /// <summary>Adds the next row.</summary>
    /// <param name="samples">[width, channels].</param>
    public void Add(ReadOnlySpan<byte> samples)
    {
        if (_factor == 1)
        {
            Copy(samples, _rows++ * _width);
            return;
        }

        if (_channels == Rgba) SumWithAlpha(samples);
        else Sum(samples);
        _rows++;
        if (_rows % _factor == 0 || _rows == _image.Height) Average();
    }

    /// <summary>The raster of all rows.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    public ImageRaster Build()
    {
        if (_rows != _image.Height) throw new InvalidOperationException($"{_rows} of {_image.Height} rows were added.");
        var orientation = _image.Orientation;
        var (width, height) = orientation.SwapsSides() ? (_height, _width) : (_width, _height);
        var alpha = _isOpaque ? null : orientation.Apply(_alpha!, _width, _height, channels: 1);
        return new ImageRaster(_image.Header, width, height, orientation.Apply(_rgb, _width, _height, Rgb), alpha);
    }

    private void Copy(ReadOnlySpan<byte> samples, int start)
    {
        var rgb = _rgb.AsSpan(Rgb * start, Rgb * _width);
        switch (_channels)
        {
            case 1:
                for (var x = 0; x < _width; x++) rgb.Slice(Rgb * x, Rgb).Fill(samples[x]);
                break;
            case Rgb:
                samples.CopyTo(rgb);
                break;
            default:
                for (var x = 0; x < _width; x++)
                {
                    samples.Slice(Rgba * x, Rgb).CopyTo(rgb[(Rgb * x)..]);
                    SetAlpha(start + x, samples[Rgba * x + Rgb], count: 1);
                }

                break;
        }
    }

    private void Sum(ReadOnlySpan<byte> samples)
    {
        for (var x = 0; x < _width; x++)
        {
            var square = samples[..Math.Min(_factor * _channels, samples.Length)];
            samples = samples[square.Length..];
            for (var c = 0; c < _channels; c++)
            {
                var sum = 0;
                for (var i = c; i < square.Length; i += _channels) sum += square[i];
                _sums[x * _channels + c] += sum;
            }
        }
    }

    private void SumWithAlpha(ReadOnlySpan<byte> samples)
    {
        for (var x = 0; x < _width; x++)
        {
            var square = samples[..Math.Min(_factor * Rgba, samples.Length)];
            samples = samples[square.Length..];
            var sums = _sums.AsSpan((Rgb + Rgba) * x, Rgb + Rgba);
            for (; !square.IsEmpty; square = square[Rgba..])
            {
                int red = square[0], green = square[1], blue = square[2], alpha = square[3];
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

    /// <summary>
    /// Ends a row of squares. Colors are weighted by alpha, so that the colors of transparent pixels do not show. If a whole square is transparent, its pixels
    /// count alike. Squares at the right and lower edge may be cut off.
    /// </summary>
    private void Average()
    {
        var row = (_rows - 1) / _factor;
        var height = _rows - row * _factor;
        for (var x = 0; x < _width; x++)
        {
            var sums = _sums.AsSpan(SumsPerSquare * x, SumsPerSquare);
            long count = height * Math.Min(_factor, _image.Width - x * _factor);
            var (place, alpha) = (row * _width + x, _channels == Rgba ? sums[3] : 0);
            var colors = alpha == 0 ? sums : sums[Rgba..];
            var weight = alpha == 0 ? count : alpha;
            for (var c = 0; c < Rgb; c++) _rgb[Rgb * place + c] = (byte)RatioOf(colors[_channels == 1 ? 0 : c], weight);
            if (_channels == Rgba) SetAlpha(place, alpha, count);
        }

        _sums.AsSpan().Clear();
    }

    private void SetAlpha(int place, long sum, long count)
    {
        _alpha![place] = (byte)RatioOf(sum, count);
        _isOpaque &= sum == 255 * count;
    }

    /// <summary>Rounded to the nearest.</summary>
    private static long RatioOf(long sum, long count) => (sum + count / 2) / count;

    private static long CeilingOf(long value, long divisor) => (value + divisor - 1) / divisor;
}
