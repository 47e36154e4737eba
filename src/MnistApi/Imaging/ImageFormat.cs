namespace MnistApi.Imaging;

/// <summary>The formats of image files that can be read.</summary>
internal enum ImageFormat
{
    Png,
    Jpeg,
    Webp,
    Gif,
    Bmp,
}
