namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>An upload that cannot be decoded, or may not be. The message is written for the person who uploaded it.</summary>
internal sealed class ImageRejectedException(ImageRejection reason, string message) : Exception(message)
{
    public ImageRejection Reason { get; } = reason;

    /// <summary>The file has the signature of a format, but is cut off or damaged.</summary>
    public static ImageRejectedException Corrupt(ImageFormat format) => new(
        ImageRejection.Corrupt,
        $"The file begins as {NameOf(format)} but is cut off or damaged. Send it again, or save the image again.");

    /// <summary>The name of a format as people write it.</summary>
    public static string NameOf(ImageFormat format) => format == ImageFormat.Webp ? "WebP" : format.ToString().ToUpperInvariant();
}

/// <summary>Why an upload is refused.</summary>
internal enum ImageRejection
{
    /// <summary>There are no bytes at all.</summary>
    Empty,

    /// <summary>The file is longer than the limit.</summary>
    TooManyBytes,

    /// <summary>The file does not begin as any <see cref="ImageFormat"/>.</summary>
    NotAnImage,

    /// <summary>The file begins as an image, but is cut off or damaged.</summary>
    Corrupt,

    /// <summary>The image is wider or higher than the limit.</summary>
    SideTooLong,

    /// <summary>The image has more pixels than the limit, or more than the memory for its kind allows.</summary>
    TooManyPixels,

    /// <summary>A JPEG has more than <see cref="JpegFile.MaxScans"/> scans.</summary>
    TooManyScans,

    /// <summary>The image library does not decode this kind of JPEG.</summary>
    UnsupportedEncoding,
}
