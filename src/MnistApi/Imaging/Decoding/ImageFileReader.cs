using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Imaging.Decoding;

/// <summary>Reads the structure of image files and checks it, before the image library gets a byte.</summary>
internal static class ImageFileReader
{
    /// <summary>Reads the header. It does not check the size of the image.</summary>
    /// <exception cref="ImageRejectedException">
    /// The file is empty, too long, or not an image, or it ends or breaks within the header.
    /// </exception>
    public static ImageFile ReadHeader(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        if (file.IsEmpty) throw new ImageRejectedException(ImageRejection.Empty, "The image is empty: 0 bytes were sent.");
        if (file.Length > limits.Bytes)
        {
            throw new ImageRejectedException(
                ImageRejection.TooManyBytes,
                $"The image has {file.Length:N0} bytes, and at most {limits.Bytes:N0} are read.");
        }

        var format = ImageSignature.Of(file) ?? throw new ImageRejectedException(
            ImageRejection.NotAnImage,
            "The bytes are not an image that can be read. Send a PNG, JPEG, WebP, GIF or BMP file.");
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

    /// <summary>Reads the header, and checks that the image is within the limits and the file complete.</summary>
    /// <exception cref="ImageRejectedException">The header cannot be read, the image is too large, or the file is cut off.</exception>
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
        return isComplete ? image with { LacksEnd = !hasEnd } : throw image.Corrupt();
    }

    private static void CheckSize(ImageFile image, ReadOnlySpan<byte> file, ImageLimits limits)
    {
        var size = $"The image is {image.Header.Width:N0} x {image.Header.Height:N0} pixels";
        if (Math.Max(image.Width, image.Height) > limits.Side)
            throw new ImageRejectedException(ImageRejection.SideTooLong, $"{size}, and no side may be longer than {limits.Side:N0}.");

        var pixels = (long)image.Width * image.Height;
        if (pixels > limits.Pixels)
            throw new ImageRejectedException(ImageRejection.TooManyPixels, $"{size}, and at most {limits.Pixels:N0} pixels are decoded.");

        var mostPixels = (int)(limits.DecodingBytes / DecodingMemory.BytesPerPixel(image, file));
        if (pixels <= mostPixels) return;
        var format = ImageRejectedException.NameOf(image.Format);
        throw new ImageRejectedException(
            ImageRejection.TooManyPixels,
            $"{size}, and at most {mostPixels:N0} pixels of this kind of {format} are decoded.");
    }
}
