namespace MnistApi.Predictions.Recognition;

/// <summary>
/// Bounds between digits and everything else, measured on drawn uploads. The benchmarks' command <c>verdicts</c> prints the bounds with
/// their effect, and docs/benchmarks.md has the figures. The confidence threshold is not one of them, because each model has its own.
/// </summary>
internal static class VerdictBounds
{
    /// <summary>
    /// Below this confidence, an image shows nothing like a digit. Of the digits that are recognized correctly, 1 in 1000 has less. The
    /// first model that was measured gave 0.27, and later models give 0.42 and more. The bound stays low because weaker models use it too.
    /// </summary>
    public const double NoDigitBelow = 0.3;

    /// <summary>1 % of the digits have less contrast.</summary>
    public const double LowContrastBelow = 0.28;

    /// <summary>1 % of the digits are shorter, in pixels of the upload.</summary>
    public const int TinyBelow = 16;

    /// <summary>
    /// The largest ratio between the heights of two digits in a row. 99 % of them are well within it; edges of paper, frames and shadows
    /// are not.
    /// </summary>
    public const double MaxHeightRatio = 1.5;

    /// <summary>The largest ratio between the stroke widths of two digits in a row, which come from the same pen.</summary>
    public const double MaxStrokeRatio = 1.5;

    /// <summary>The smallest share of the lower digit's height that lies in the same rows as the other digit.</summary>
    public const double MinRowOverlap = 0.7;
}
