namespace MnistApi.Imaging.Normalization;

/// <summary>An upload as a model sees it.</summary>
/// <param name="Pixels">[28, 28], row by row, 0 (paper) to 255 (ink), as in MNIST.</param>
/// <param name="Inverted">Whether the upload has dark ink on light paper, the inverse of MNIST.</param>
/// <param name="Ink">The ink of the digit; null if there is none.</param>
internal sealed record DigitImage(byte[] Pixels, bool Inverted, DigitInk? Ink)
{
    /// <summary>The other shapes that are at least half as high as the digit, the largest first. There are at most 15.</summary>
    public IReadOnlyList<OtherShape> Others { get; init; } = [];

    /// <summary>
    /// The other candidates, if the image alone does not decide, for example between a shadow and a thick stroke. The confidence of a model
    /// decides between them.
    /// </summary>
    public IReadOnlyList<DigitImage> Alternatives { get; init; } = [];
}

/// <summary>A shape of ink beside the digit.</summary>
/// <param name="Pixels">[28, 28], row by row, 0 (paper) to 255 (ink): the shape alone, normalized like a digit.</param>
/// <param name="Ink">The ink of the shape.</param>
internal sealed record OtherShape(byte[] Pixels, DigitInk Ink);
