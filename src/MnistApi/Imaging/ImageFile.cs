using MnistApi.Imaging.Formats;

namespace MnistApi.Imaging;

/// <summary>
/// What our own reading of an image file finds, without the image library: the header, so that limits are checked before it sees a byte,
/// and whether the file is whole, which libraries judge differently.
/// </summary>
/// <param name="Width">In pixels, as stored: before the orientation is applied.</param>
/// <param name="Height">In pixels, as stored.</param>
internal sealed record ImageFile(ImageFormat Format, int Width, int Height)
{
    /// <summary>How the stored image is to be turned.</summary>
    public ImageOrientation Orientation { get; init; } = ImageOrientation.Upright;

    /// <summary>Whether what the file has in place of alpha means nothing.</summary>
    public bool IsOpaque { get; init; }

    /// <summary>Whether every pixel is opaque and a shade of gray.</summary>
    public bool IsGray { get; init; }

    /// <summary>Whether the rows are not stored from top to bottom, each once.</summary>
    public bool IsInterlaced { get; init; }

    /// <summary>Whether a JPEG lacks the marker at its end, and is to be decoded by <see cref="UnendedJpeg"/>.</summary>
    public bool LacksEnd { get; init; }

    public ImageHeader Header => Orientation.SwapsSides() ? new ImageHeader(Format, Height, Width) : new ImageHeader(Format, Width, Height);

    /// <summary>Reads the header.</summary>
    /// <exception cref="ImageRejectedException">The bytes are empty, too many, no image, or end or break within the header.</exception>
    public static ImageFile Open(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        if (file.IsEmpty) throw new ImageRejectedException(ImageRejection.Empty, "The image is empty: 0 bytes were sent.");
        if (file.Length > limits.Bytes)
            throw new ImageRejectedException(ImageRejection.TooManyBytes, $"The image has {file.Length:N0} bytes, and at most {limits.Bytes:N0} are read.");
        var format = ImageSignature.Of(file)
            ?? throw new ImageRejectedException(ImageRejection.NotAnImage, "The bytes are not an image that can be read. Send a PNG, JPEG, WebP, GIF or BMP file.");

        var image = format switch
        {
            ImageFormat.Png => PngFile.ReadHeader(file),
            ImageFormat.Jpeg => JpegFile.ReadHeader(file),
            ImageFormat.Webp => WebpFile.ReadHeader(file),
            ImageFormat.Gif => GifFile.ReadHeader(file),
            _ => BmpFile.ReadHeader(file),
        };
        return image is { Width: > 0, Height: > 0 } ? image : throw Corrupt(format);
    }

    /// <summary>Reads the header, and makes sure that the image is within the limits and the file whole.</summary>
    /// <exception cref="ImageRejectedException">For any of the reasons.</exception>
    public static ImageFile OpenWhole(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        var image = Open(file, limits);
        image.CheckSize(file, limits);
        var hasEnd = true;
        var isWhole = image.Format switch
        {
            ImageFormat.Png => PngFile.IsWhole(file),
            ImageFormat.Jpeg => JpegFile.IsWhole(file, out hasEnd),
            ImageFormat.Webp => WebpFile.IsWhole(file, image),
            ImageFormat.Gif => GifFile.IsWhole(file),
            _ => BmpFile.IsWhole(file, image),
        };
        return isWhole ? image with { LacksEnd = !hasEnd } : throw image.Corrupt();
    }

    public ImageRejectedException Corrupt() => Corrupt(Format);

    private void CheckSize(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        var size = $"The image is {Header.Width:N0} x {Header.Height:N0} pixels";
        if (Math.Max(Width, Height) > limits.Side)
            throw new ImageRejectedException(ImageRejection.SideTooLong, $"{size}, and no side may be longer than {limits.Side:N0}.");
        if ((long)Width * Height > limits.Pixels)
            throw new ImageRejectedException(ImageRejection.TooManyPixels, $"{size}, and at most {limits.Pixels:N0} pixels are decoded.");
        var mostPixels = (int)(limits.DecodingBytes / DecodingMemory.BytesPerPixel(this, file));
        if ((long)Width * Height > mostPixels)
            throw new ImageRejectedException(ImageRejection.TooManyPixels, $"{size}, and at most {mostPixels:N0} pixels of this kind of {Name(Format)} are decoded.");
    }

    private static ImageRejectedException Corrupt(ImageFormat format) =>
        new(ImageRejection.Corrupt, $"The file begins as {Name(format)} but is cut off or damaged. Send it again, or save the image anew.");

    private static string Name(ImageFormat format) => format == ImageFormat.Webp ? "WebP" : format.ToString().ToUpperInvariant();
}
