namespace MnistApi.Imaging;

/// <summary>A decoded image, rotated upright according to its EXIF orientation.</summary>
/// <param name="Header">The header of the file, with the full size of the upright image.</param>
/// <param name="Width">The width of this raster in pixels. It is less than the width in the header if the image was reduced.</param>
/// <param name="Height">The height of this raster in pixels.</param>
/// <param name="Samples">
/// [height, width, channels], row by row, 0 to 255. The alpha is not premultiplied: a transparent pixel keeps the color that the file
/// stores.
/// </param>
/// <param name="Alpha">[height, width], row by row, 0 (transparent) to 255 (opaque); null if every pixel is opaque.</param>
internal sealed record ImageRaster(ImageHeader Header, int Width, int Height, byte[] Samples, byte[]? Alpha)
{
    private const int Rgb = 3;

    /// <summary>The samples of each pixel: 1 if every pixel is gray, or 3 for red, green and blue.</summary>
    public int Channels { get; } = Samples.Length / (Width * Height);

    /// <summary>Returns red, green and blue of a pixel.</summary>
    /// <param name="pixel">The index of the pixel, row by row.</param>
    public (byte Red, byte Green, byte Blue) ColorOf(int pixel) => Channels == Rgb
        ? (Samples[Rgb * pixel], Samples[Rgb * pixel + 1], Samples[Rgb * pixel + 2])
        : (Samples[pixel], Samples[pixel], Samples[pixel]);
}
