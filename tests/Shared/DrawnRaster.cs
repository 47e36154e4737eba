using MnistApi.Imaging;

namespace MnistApi.DrawnUploads;

/// <summary>The raster that the decoder makes from the file of a drawn upload.</summary>
internal static class DrawnRaster
{
    public static ImageRaster Of(DrawnUpload upload)
    {
        var (width, height) = (upload.Width, upload.Height);
        var samples = upload.Rgb;
        if (GrayPixels.Are(upload.Rgb))
        {
            samples = new byte[width * height];
            GrayPixels.Copy(upload.Rgb, samples);
        }

        return new ImageRaster(new ImageHeader(ImageFormat.Png, width, height), width, height, samples, upload.Alpha);
    }
}
