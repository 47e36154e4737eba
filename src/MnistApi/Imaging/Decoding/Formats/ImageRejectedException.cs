namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>The service cannot decode an upload, or a limit forbids it. The message is for the person who sent the upload.</summary>
internal sealed class ImageRejectedException(ImageRejection reason, string message) : Exception(message)
{
    /// <summary>Why the service rejects the upload.</summary>
    public ImageRejection Reason { get; } = reason;

    /// <summary>Creates the exception for a file with the signature of a format that is incomplete or damaged.</summary>
    public static ImageRejectedException Corrupt(ImageFormat format) => new(
        ImageRejection.Corrupt,
        $"The {NameOf(format)} file is incomplete or damaged. Send it again, or save the image again and send the new file.");

    /// <summary>Returns the usual spelling of a format.</summary>
    public static string NameOf(ImageFormat format) => format == ImageFormat.Webp ? "WebP" : format.ToString().ToUpperInvariant();
}

/// <summary>The reasons to reject an upload.</summary>
internal enum ImageRejection
{
    /// <summary>The file has no bytes.</summary>
    Empty,

    /// <summary>The file has more bytes than the limit.</summary>
    TooManyBytes,

    /// <summary>The file has the signature of no <see cref="ImageFormat"/>.</summary>
    NotAnImage,

    /// <summary>The file has the signature of a format, but is incomplete or damaged.</summary>
    Corrupt,

    /// <summary>The image is wider or higher than the limit.</summary>
    SideTooLong,

    /// <summary>The image has more pixels than the limit, or decoding needs more memory than the limit.</summary>
    TooManyPixels,

    /// <summary>A JPEG has more than <see cref="JpegFile.MaxScans"/> scans.</summary>
    TooManyScans,

    /// <summary>The image library cannot decode this kind of JPEG.</summary>
    UnsupportedEncoding,
}
