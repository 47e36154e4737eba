namespace MnistApi.Imaging;

/// <summary>A decoded image, rotated upright according to its EXIF orientation.</summary>
/// <param name="Header">The header of the file, with the full size of the upright image.</param>
/// <param name="Width">The width of this raster in pixels. It is less than the width in the header if the image was reduced.</param>
/// <param name="Height">The height of this raster in pixels.</param>
/// <param name="Rgb">
/// [height, width, 3], row by row, 0 to 255. The alpha is not premultiplied: a transparent pixel keeps the color that the file stores.
/// </param>
/// <param name="Alpha">[height, width], row by row, 0 (transparent) to 255 (opaque); null if every pixel is opaque.</param>
internal sealed record ImageRaster(ImageHeader Header, int Width, int Height, byte[] Rgb, byte[]? Alpha)
{
    private readonly Lazy<bool> _isGray = new(() => GrayPixels.Are(Rgb));

    /// <summary>Whether red, green and blue of every pixel are equal.</summary>
    public bool IsGray => _isGray.Value;
}
