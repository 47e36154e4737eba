namespace MnistApi.Imaging;

/// <summary>How large an upload may be. All limits are checked before the decoder allocates memory for pixels.</summary>
internal sealed record ImageLimits
{
    public static readonly ImageLimits Default = new();

    /// <summary>Length of the file in bytes.</summary>
    /// <value>10 MB by default.</value>
    public int Bytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Width times height.</summary>
    /// <value>40 million by default, so that photos of most telephones pass.</value>
    public int Pixels { get; init; } = 40_000_000;

    /// <summary>The memory in bytes that decoding may take for pixels, as <see cref="DecodingMemory"/> estimates it.</summary>
    /// <value>160 million by default: four bytes for each of 40 million pixels.</value>
    public int DecodingBytes { get; init; } = 160_000_000;

    /// <summary>Width or height in pixels.</summary>
    /// <value>16,384 by default.</value>
    public int Side { get; init; } = 16_384;
}
