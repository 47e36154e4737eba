namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>How the stored rows and columns relate to the upright image. The numbers are those of EXIF's tag 0x0112.</summary>
internal enum ImageOrientation
{
    Upright = 1,
    MirroredHorizontally,
    Rotated180,
    MirroredVertically,

    /// <summary>The stored rows are the columns of the upright image, from the left.</summary>
    Transposed,

    /// <summary>The stored image must be turned by 90 degrees clockwise.</summary>
    Rotated90,

    /// <summary>The stored rows are the columns of the upright image, from the right, and each runs upward.</summary>
    Transversed,

    /// <summary>The stored image must be turned by 270 degrees clockwise.</summary>
    Rotated270,
}

internal static class ImageOrientations
{
    public static bool SwapsSides(this ImageOrientation orientation) => orientation >= ImageOrientation.Transposed;

    /// <summary>Turns stored samples upright.</summary>
    /// <param name="stored">[height, width, channels] row by row.</param>
    /// <param name="width">The width of the stored image.</param>
    /// <param name="height">The height of the stored image.</param>
    /// <returns>[height, width, channels], or [width, height, channels] if the sides are swapped.</returns>
    public static byte[] Apply(this ImageOrientation orientation, byte[] stored, int width, int height, int channels)
    {
        if (orientation == ImageOrientation.Upright) return stored;

        // The place of the first stored pixel in the upright image, and how far its right and lower neighbors are from it there.
        var (first, right, down) = orientation switch
        {
            ImageOrientation.MirroredHorizontally => (width - 1, -1, width),
            ImageOrientation.Rotated180 => (width * height - 1, -1, -width),
            ImageOrientation.MirroredVertically => (width * (height - 1), 1, -width),
            ImageOrientation.Transposed => (0, height, 1),
            ImageOrientation.Rotated90 => (height - 1, height, -1),
            ImageOrientation.Transversed => (width * height - 1, -height, -1),
            ImageOrientation.Rotated270 => (height * (width - 1), -height, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(orientation), orientation, "EXIF numbers orientations from 1 to 8."),
        };

        var upright = new byte[stored.Length];
        for (var y = 0; y < height; y++)
        {
            var place = first + y * down;
            for (var x = 0; x < width; x++, place += right)
                stored.AsSpan((y * width + x) * channels, channels).CopyTo(upright.AsSpan(place * channels));
        }

        return upright;
    }
}
