namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>
/// The structure of an image file, as the service's own code reads it. The service uses it to check the limits before the image library
/// reads the file, and to reject incomplete files, some of which the library accepts.
/// </summary>
/// <param name="Format">The file format.</param>
/// <param name="Width">The width in pixels as stored, before the orientation is applied.</param>
/// <param name="Height">The height in pixels as stored, before the orientation is applied.</param>
internal sealed record ImageFile(ImageFormat Format, int Width, int Height)
{
    /// <summary>The orientation of the stored image.</summary>
    public ImageOrientation Orientation { get; init; } = ImageOrientation.Upright;

    /// <summary>Whether every pixel is opaque.</summary>
    public bool IsOpaque { get; init; }

    /// <summary>Whether every pixel is opaque and gray.</summary>
    public bool IsGray { get; init; }

    /// <summary>Whether a PNG stores its pixels in the seven passes of Adam7 interlacing.</summary>
    public bool IsInterlaced { get; init; }

    /// <summary>Whether a JPEG has no end marker. <see cref="JpegWithoutEndMarker"/> decodes such a file.</summary>
    public bool LacksEndMarker { get; init; }

    /// <summary>The header with the size of the upright image.</summary>
    public ImageHeader Header => new(
        Format,
        Orientation.SwapsSides() ? Height : Width,
        Orientation.SwapsSides() ? Width : Height,
        IsRotated: Orientation != ImageOrientation.Upright);

    /// <summary>Creates the exception for an incomplete or damaged file.</summary>
    public ImageRejectedException Corrupt() => ImageRejectedException.Corrupt(Format);
}
