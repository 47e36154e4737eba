namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>
/// What our own code reads from the structure of an image file. The limits are checked with it before the image library gets the file, and
/// so is whether the file is complete: libraries accept some files that are cut off.
/// </summary>
/// <param name="Width">The width in pixels as stored, before the orientation is applied.</param>
/// <param name="Height">The height in pixels as stored.</param>
internal sealed record ImageFile(ImageFormat Format, int Width, int Height)
{
    /// <summary>How the stored image must be turned.</summary>
    public ImageOrientation Orientation { get; init; } = ImageOrientation.Upright;

    /// <summary>Whether every pixel is opaque, whatever the file stores in place of alpha.</summary>
    public bool IsOpaque { get; init; }

    /// <summary>Whether every pixel is opaque and a shade of gray.</summary>
    public bool IsGray { get; init; }

    /// <summary>Whether a PNG stores its pixels in the seven passes of Adam7.</summary>
    public bool IsInterlaced { get; init; }

    /// <summary>Whether a JPEG lacks its end marker. Such a file is decoded by <see cref="UnendedJpeg"/>.</summary>
    public bool LacksEnd { get; init; }

    /// <summary>The header with the size of the upright image.</summary>
    public ImageHeader Header => Orientation.SwapsSides() ? new ImageHeader(Format, Height, Width) : new ImageHeader(Format, Width, Height);

    /// <summary>The exception for a file that is cut off or damaged.</summary>
    public ImageRejectedException Corrupt() => ImageRejectedException.Corrupt(Format);
}
