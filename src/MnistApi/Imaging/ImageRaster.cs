namespace MnistApi.Imaging;

/// <summary>A decoded image, turned upright as its EXIF data say.</summary>
/// <param name="Header">The header of the file. It has the size of the whole upright image.</param>
/// <param name="Width">The width of this raster in pixels: the header's, or less if the image was reduced.</param>
/// <param name="Height">The height of this raster in pixels.</param>
/// <param name="Rgb">
/// [height, width, 3] row by row, 0 to 255. The colors are not multiplied by alpha: a transparent pixel keeps the color that the file gives
/// it.
/// </param>
/// <param name="Alpha">[height, width] row by row, 0 (transparent) to 255 (opaque); null if every pixel is opaque.</param>
internal sealed record ImageRaster(ImageHeader Header, int Width, int Height, byte[] Rgb, byte[]? Alpha);
