namespace MnistApi.Imaging;

/// <summary>The image file formats that the service reads.</summary>
internal enum ImageFormat
{
    Png,
    Jpeg,
    Webp,
    Gif,
    Bmp,
}
