namespace MnistApi.Imaging.Formats;

/// <summary>
/// A JPEG whose scans are all there, but not the marker at its end, which small cameras leave out and browsers do not miss. Whether it was cut off within its last
/// scan only decoding tells: where pixels are missing, they are made of what follows, so two endings make two images.
/// </summary>
internal static class UnendedJpeg
{
    private const int NoiseLength = 512;
    private static readonly byte[] EndMarker = [0xFF, 0xD9];

    /// <summary>Decodes the file with its end marker.</summary>
    /// <param name="decode">Decodes a file that has its end marker.</param>
    /// <exception cref="ImageRejectedException">Pixels are missing.</exception>
    public static ImageRaster Decode(ReadOnlySpan<byte> file, ImageFile image, Func<byte[], ImageRaster> decode)
    {
        var raster = decode([.. file, .. EndMarker]);
        byte[] separator = file[^1] == 0xFF ? [0] : []; // After 0xFF, any other byte would make a marker.
        var other = decode([.. file, .. separator, .. Noise(), 0xFF, NextRestartMarker(file), .. Noise(), .. EndMarker]);
        return raster.Rgb.AsSpan().SequenceEqual(other.Rgb) ? raster : throw image.Corrupt();
    }

    /// <summary>A decoder that misses the pixels after a restart marker looks for that marker, and takes none of the noise before it.</summary>
    private static byte NextRestartMarker(ReadOnlySpan<byte> file)
    {
        var pixels = file[file.LastIndexOf([(byte)0xFF, (byte)0xDA])..];
        for (var at = pixels.Length - 2; at >= 0; at--)
            if (pixels[at] == 0xFF && pixels[at + 1] is >= 0xD0 and <= 0xD7)
                return (byte)(0xD0 | pixels[at + 1] + 1 & 7);
        return 0xD0;
    }

    /// <summary>Other bits than zeros, which decoders take where a file ends; without 0xFF, which begins a marker.</summary>
    private static byte[] Noise()
    {
        var bytes = new byte[NoiseLength];
        new Random(1).NextBytes(bytes);
        return [.. bytes.Select(value => value == 0xFF ? (byte)0xFE : value)];
    }
}
