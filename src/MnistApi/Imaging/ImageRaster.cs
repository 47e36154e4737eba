namespace MnistApi.Imaging;

/// <summary>A decoded image, upright: the orientation that a photo's EXIF data tell is applied.</summary>
/// <param name="Header">Of the file it was decoded from; its size is that of the upright image, whole.</param>
/// <param name="Width">Of this raster in pixels: the header's, or less where the image was reduced.</param>
/// <param name="Height">Of this raster in pixels.</param>
/// <param name="Rgb">
/// [height, width, 3] row by row, the encoded values 0 to 255. Not multiplied by alpha: a transparent pixel keeps the colour that is
/// written in the file.
/// </param>
/// <param name="Alpha">[height, width] row by row, 0 (transparent) to 255 (opaque); null where every pixel is opaque.</param>
internal sealed record ImageRaster(ImageHeader Header, int Width, int Height, byte[] Rgb, byte[]? Alpha);
