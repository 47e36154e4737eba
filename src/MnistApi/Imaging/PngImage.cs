using SkiaSharp;

namespace MnistApi.Imaging;

/// <summary>Writes PNG files.</summary>
internal static class PngImage
{
    /// <summary>Encodes shades of gray, 8 bits a pixel, without loss. The same pixels give the same bytes.</summary>
    /// <param name="gray">[height, width] row by row, 0 (black) to 255 (white).</param>
    /// <exception cref="ArgumentException">There are not width times height pixels, or none at all.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> gray, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (gray.Length != (long)width * height)
            throw new ArgumentException($"An image of {width}x{height} has {(long)width * height} pixels, but there are {gray.Length}.", nameof(gray));

        using var image = SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque), gray, width);
        using var png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
