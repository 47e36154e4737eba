namespace MnistApi.Predictions.Recognition;

/// <summary>
/// Bounds between digits and what is none, read off drawn uploads by stated rules: the benchmarks' command <c>verdicts</c> prints them with what
/// they do, and docs/benchmarks.md has its figures. The confidence from which an answer is a digit is not among them: each model has its own.
/// </summary>
internal static class VerdictBounds
{
    /// <summary>
    /// Of the digits that are read rightly 1 in 1000 has less confidence: what has less is nothing like a digit. The first model measured gave 0.27, later ones 0.42
    /// and more; it is not set higher, since weaker models use it too.
    /// </summary>
    public const double NoDigitBelow = 0.3;

    /// <summary>Contrast below which 1 % of the digits are.</summary>
    public const double LowContrastBelow = 0.28;

    /// <summary>Length in pixels of the upload below which 1 % of the digits are.</summary>
    public const int TinyBelow = 16;

    /// <summary>A digit beside another is as high, to this factor either way, which 99 % keep easily: what does not are edges of paper, frames and shadows.</summary>
    public const double MaxHeightRatio = 1.5;

    /// <summary>It is written with the same pen, to this factor either way.</summary>
    public const double MaxStrokeRatio = 1.5;

    /// <summary>It stands in the same row: so much of the lower one's height is beside the other.</summary>
    public const double MinRowOverlap = 0.7;
}
