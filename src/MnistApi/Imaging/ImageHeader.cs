namespace MnistApi.Imaging;

/// <summary>The header of an image file. Reading it decodes no pixels.</summary>
/// <param name="Format">The file format.</param>
/// <param name="Width">The width of the upright image in pixels.</param>
/// <param name="Height">The height of the upright image in pixels.</param>
/// <param name="IsRotated">Whether the file stores the image rotated or mirrored, and its EXIF orientation says so.</param>
internal sealed record ImageHeader(ImageFormat Format, int Width, int Height, bool IsRotated = false);
