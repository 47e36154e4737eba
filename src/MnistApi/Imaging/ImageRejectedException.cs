namespace MnistApi.Imaging;

/// <summary>Uploaded bytes that no raster can be had from. The message is written for the one who uploaded them.</summary>
internal sealed class ImageRejectedException(ImageRejection reason, string message) : Exception(message)
{
    public ImageRejection Reason { get; } = reason;
}

internal enum ImageRejection
{
    /// <summary>No bytes at all.</summary>
    Empty,

    /// <summary>More bytes than <see cref="ImageLimits.Bytes"/>.</summary>
    TooManyBytes,

    /// <summary>Not the beginning of any <see cref="ImageFormat"/>.</summary>
    NotAnImage,

    /// <summary>The beginning of one, but cut off or damaged.</summary>
    Corrupt,

    /// <summary>Wider or higher than <see cref="ImageLimits.Side"/>.</summary>
    SideTooLong,

    /// <summary>More pixels than <see cref="ImageLimits.Pixels"/>.</summary>
    TooManyPixels,

    /// <summary>A JPEG of more than <see cref="Formats.JpegFile.MaxScans"/> scans.</summary>
    TooManyScans,

    /// <summary>A kind of JPEG that the image library does not decode.</summary>
    UnsupportedEncoding,
}
