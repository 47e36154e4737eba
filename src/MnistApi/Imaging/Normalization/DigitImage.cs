namespace MnistApi.Imaging.Normalization;

/// <summary>What the model sees of an upload.</summary>
/// <param name="Pixels">[28, 28] row by row: 0 is paper and 255 is ink, as in MNIST.</param>
/// <param name="Inverted">Whether the upload had dark ink on light paper, which is the inverse of MNIST.</param>
/// <param name="Ink">The ink of the digit; null if none was found.</param>
internal sealed record DigitImage(byte[] Pixels, bool Inverted, DigitInk? Ink)
{
    /// <summary>Other shapes of the image that are at least half as high as the digit, the largest first; at most 15.</summary>
    public IReadOnlyList<OtherShape> Others { get; init; } = [];

    /// <summary>
    /// Other interpretations of the upload, if the image alone does not decide, for example between a shadow and a thick stroke. A model
    /// decides: it is more confident about the right one.
    /// </summary>
    public IReadOnlyList<DigitImage> Alternatives { get; init; } = [];
}

/// <summary>A shape of ink beside the digit.</summary>
/// <param name="Pixels">[28, 28], as the model would see the shape alone.</param>
internal sealed record OtherShape(byte[] Pixels, DigitInk Ink);
