namespace MnistApi.Imaging.Decoding;

/// <summary>The limits on the size of an upload. They are checked before the decoder allocates memory for pixels.</summary>
internal sealed record ImageLimits
{
    public static readonly ImageLimits Default = new();

    /// <summary>The greatest length of the file in bytes.</summary>
    /// <value>Default: 10 MiB.</value>
    public int Bytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>The greatest number of pixels, width times height.</summary>
    /// <value>Default: 40 million, enough for the photos of most phones.</value>
    public int Pixels { get; init; } = 40_000_000;

    /// <summary>
    /// The greatest number of pixels of a JPEG whose coefficients are in several scans. Its decoding takes twice as long.
    /// </summary>
    /// <value>Default: 20 million.</value>
    public int ManyScansPixels { get; init; } = 20_000_000;

    /// <summary>The greatest memory for decoding in bytes, as <see cref="DecodingMemory"/> estimates it.</summary>
    /// <value>Default: 160 million, four bytes for each of 40 million pixels.</value>
    public int DecodingBytes { get; init; } = 160_000_000;

    /// <summary>The greatest width or height in pixels.</summary>
    /// <value>Default: 16,384.</value>
    public int Side { get; init; } = 16_384;
}
