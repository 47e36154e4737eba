namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>The relation of the stored image to the upright image. The values are those of the EXIF tag 0x0112.</summary>
internal enum ImageOrientation
{
    Upright = 1,
    MirroredHorizontally,
    Rotated180,
    MirroredVertically,

    /// <summary>The stored rows are the columns of the upright image from the left, and each runs from top to bottom.</summary>
    Transposed,

    /// <summary>The stored image must be rotated by 90 degrees clockwise.</summary>
    Rotated90,

    /// <summary>The stored rows are the columns of the upright image from the right, and each runs from bottom to top.</summary>
    Transversed,

    /// <summary>The stored image must be rotated by 270 degrees clockwise.</summary>
    Rotated270,
}

/// <summary>Applies an orientation.</summary>
internal static class ImageOrientations
{
    /// <summary>Whether the width of the stored image is the height of the upright image.</summary>
    public static bool SwapsSides(this ImageOrientation orientation) => orientation >= ImageOrientation.Transposed;

    /// <summary>Rotates and mirrors a stored image so that it is upright.</summary>
    /// <param name="stored">[height, width, channels], row by row.</param>
    /// <param name="width">The width of the stored image in pixels.</param>
    /// <param name="height">The height of the stored image in pixels.</param>
    /// <param name="channels">The samples of each pixel.</param>
    /// <returns>[height, width, channels], or [width, height, channels] if the sides are swapped.</returns>
    public static byte[] Apply(this ImageOrientation orientation, byte[] stored, int width, int height, int channels)
    {
        if (orientation == ImageOrientation.Upright) return stored;

        // The index of the first stored pixel in the upright image, and the offsets of its right and lower neighbors there.
        var (first, right, down) = orientation switch
        {
            ImageOrientation.MirroredHorizontally => (width - 1, -1, width),
            ImageOrientation.Rotated180 => (width * height - 1, -1, -width),
            ImageOrientation.MirroredVertically => (width * (height - 1), 1, -width),
            ImageOrientation.Transposed => (0, height, 1),
            ImageOrientation.Rotated90 => (height - 1, height, -1),
            ImageOrientation.Transversed => (width * height - 1, -height, -1),
            ImageOrientation.Rotated270 => (height * (width - 1), -height, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(orientation), orientation, "An EXIF orientation must be between 1 and 8."),
        };

        var upright = new byte[stored.Length];
        for (var y = 0; y < height; y++)
        {
            var target = first + y * down;
            for (var x = 0; x < width; x++, target += right)
                stored.AsSpan((y * width + x) * channels, channels).CopyTo(upright.AsSpan(target * channels));
        }

        return upright;
    }
}
