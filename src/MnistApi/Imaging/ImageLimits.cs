namespace MnistApi.Imaging;

/// <summary>How large an upload may be. All three are checked before memory for its pixels is taken.</summary>
internal sealed record ImageLimits
{
    public static readonly ImageLimits Default = new();

    /// <summary>Length of the file in bytes.</summary>
    /// <value>10 MB by default.</value>
    public int Bytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Width times height.</summary>
    /// <value>40 million by default: a telephone's photo passes. Decoding takes 160 MB of so many at most, and of most formats far less.</value>
    public int Pixels { get; init; } = 40_000_000;

    /// <summary>Width or height in pixels.</summary>
    /// <value>16,384 by default.</value>
    public int Side { get; init; } = 16_384;
}
