using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Imaging.Decoding;

/// <summary>Reads and checks the structure of an image file before the image library reads the file.</summary>
internal static class ImageFileReader
{
    /// <summary>Reads the header. It checks the length of the file, but not the size of the image.</summary>
    /// <exception cref="ImageRejectedException">
    /// The file is empty, too long or not an image, or its header is incomplete or damaged.
    /// </exception>
    public static ImageFile ReadHeader(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        if (file.IsEmpty) throw new ImageRejectedException(ImageRejection.Empty, "The image is empty. Send an image file.");
        if (file.Length > limits.Bytes)
        {
            throw new ImageRejectedException(
                ImageRejection.TooManyBytes,
                $"The image has {file.Length:N0} bytes. The limit is {limits.Bytes:N0} bytes.");
        }

        var format = ImageSignature.Of(file) ?? throw new ImageRejectedException(
            ImageRejection.NotAnImage,
            "The file is not an image in a supported format. Send a PNG, JPEG, WebP, GIF or BMP file.");
        var image = format switch
        {
            ImageFormat.Png => PngFile.ReadHeader(file),
            ImageFormat.Jpeg => JpegFile.ReadHeader(file),
            ImageFormat.Webp => WebpFile.ReadHeader(file),
            ImageFormat.Gif => GifFile.ReadHeader(file),
            _ => BmpFile.ReadHeader(file),
        };
        return image is { Width: > 0, Height: > 0 } ? image : throw ImageRejectedException.Corrupt(format);
    }

    /// <summary>Reads the header, and checks that the image is within the limits and that the file is complete.</summary>
    /// <exception cref="ImageRejectedException">The header is damaged, the image exceeds a limit, or the file is incomplete.</exception>
    public static ImageFile ReadComplete(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        var image = ReadHeader(file, limits);
        CheckSize(image, file, limits);
        var hasEnd = true;
        var isComplete = image.Format switch
        {
            ImageFormat.Png => PngFile.IsComplete(file),
            ImageFormat.Jpeg => JpegFile.IsComplete(file, out hasEnd),
            ImageFormat.Webp => WebpFile.IsComplete(file, image),
            ImageFormat.Gif => GifFile.IsComplete(file),
            _ => BmpFile.IsComplete(file, image),
        };
        return isComplete ? image with { LacksEndMarker = !hasEnd } : throw image.Corrupt();
    }

    private static void CheckSize(ImageFile image, ReadOnlySpan<byte> file, ImageLimits limits)
    {
        var size = $"The image is {image.Header.Width:N0} x {image.Header.Height:N0} pixels.";
        if (Math.Max(image.Width, image.Height) > limits.Side)
            throw new ImageRejectedException(ImageRejection.SideTooLong, $"{size} A side may be at most {limits.Side:N0} pixels long.");

        var pixels = (long)image.Width * image.Height;
        if (pixels > limits.Pixels)
            throw new ImageRejectedException(ImageRejection.TooManyPixels, $"{size} The limit is {limits.Pixels:N0} pixels.");

        var maxPixels = (int)(limits.DecodingBytes / DecodingMemory.BytesPerPixel(image, file));
        if (image.Format == ImageFormat.Jpeg && JpegScans.CoefficientsPerPixel(file) > 0)
            maxPixels = Math.Min(maxPixels, limits.ManyScansPixels);
        if (pixels <= maxPixels) return;
        var format = ImageRejectedException.NameOf(image.Format);
        throw new ImageRejectedException(
            ImageRejection.TooManyPixels,
            $"{size} The limit for this kind of {format} is {maxPixels:N0} pixels.");
    }
}
