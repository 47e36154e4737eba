namespace MnistApi.Imaging;

/// <summary>What the header of an image file says, before any pixel is decoded.</summary>
/// <param name="Width">The width of the upright image in pixels.</param>
/// <param name="Height">The height of the upright image in pixels.</param>
internal sealed record ImageHeader(ImageFormat Format, int Width, int Height);
