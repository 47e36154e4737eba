namespace MnistApi.Imaging;

/// <summary>What an image file says of itself before any pixel is decoded.</summary>
/// <param name="Width">In pixels, of the upright image.</param>
/// <param name="Height">In pixels, of the upright image.</param>
internal sealed record ImageHeader(ImageFormat Format, int Width, int Height);

internal enum ImageFormat
{
    Png,
    Jpeg,
    Webp,
    Gif,
    Bmp,
}
