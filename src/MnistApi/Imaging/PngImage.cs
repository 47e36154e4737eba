using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace MnistApi.Imaging;

/// <summary>Writes PNG files. The same pixels give the same bytes.</summary>
internal static class PngImage
{
    private static readonly Configuration Configuration = new() { MaxDegreeOfParallelism = 1 };

    /// <summary>Encodes shades of gray without loss, 8 bits a pixel.</summary>
    /// <param name="gray">[height, width] row by row, 0 (black) to 255 (white).</param>
    /// <exception cref="ArgumentException">The number of pixels is not width times height, or is 0.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> gray, int width, int height) => Encode<L8>(gray, width, height, channels: 1, PngColorType.Grayscale);

    /// <summary>Encodes colors without loss, 8 bits a channel.</summary>
    /// <param name="rgb">[height, width, 3] row by row.</param>
    /// <exception cref="ArgumentException">The number of pixels is not width times height, or is 0.</exception>
    public static byte[] EncodeRgb(ReadOnlySpan<byte> rgb, int width, int height) => Encode<Rgb24>(rgb, width, height, channels: 3, PngColorType.Rgb);

    /// <summary>A PNG file as a data URI.</summary>
    public static string DataUri(byte[] png) => $"data:image/png;base64,{Convert.ToBase64String(png)}";

    private static byte[] Encode<TPixel>(ReadOnlySpan<byte> samples, int width, int height, int channels, PngColorType colors)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (samples.Length != (long)channels * width * height)
            throw new ArgumentException($"An image of {width}x{height} has {(long)channels * width * height} samples, but there are {samples.Length}.", nameof(samples));

        using var image = Image.LoadPixelData<TPixel>(Configuration, samples, width, height);
        using var file = new MemoryStream();
        image.Save(file, new PngEncoder { BitDepth = PngBitDepth.Bit8, ColorType = colors, FilterMethod = PngFilterMethod.None, ChunkFilter = PngChunkFilter.ExcludeAll });
        return file.ToArray();
    }
}
