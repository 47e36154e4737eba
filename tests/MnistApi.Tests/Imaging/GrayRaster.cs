using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging;

/// <summary>Rasters of gray pixels, as a decoder would return them.</summary>
internal static class GrayRaster
{
    /// <param name="gray">[height, width] row by row.</param>
    public static ImageRaster Of(int width, byte[] gray, byte[]? alpha = null)
    {
        var height = gray.Length / width;
        return new ImageRaster(new ImageHeader(ImageFormat.Png, width, height), width, height, gray, alpha);
    }
}
