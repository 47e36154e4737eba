namespace MnistApi.Imaging;

/// <summary>The header of an image file. Reading it decodes no pixels.</summary>
/// <param name="Format">The file format.</param>
/// <param name="Width">The width of the upright image in pixels.</param>
/// <param name="Height">The height of the upright image in pixels.</param>
internal sealed record ImageHeader(ImageFormat Format, int Width, int Height);
