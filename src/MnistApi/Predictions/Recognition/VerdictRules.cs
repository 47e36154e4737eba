using MnistApi.Imaging.Normalization;
using MnistApi.Predictions.Contracts;

namespace MnistApi.Predictions.Recognition;

/// <summary>Decides what an upload shows, from the ink that was found and the probabilities that a model gives.</summary>
internal static class VerdictRules
{
    /// <param name="confidenceThreshold">The confidence from which the model's answer counts as a digit, 0 to 1.</param>
    public static Verdict VerdictOf(RecognizedImage recognized, double confidenceThreshold)
    {
        if (recognized.Image.Ink is not { } ink) return Verdict.NoDigit;
        if (recognized.Top.Confidence < Math.Min(VerdictBounds.NoDigitBelow, confidenceThreshold)) return Verdict.NoDigit;
        if (recognized.Top.Confidence < confidenceThreshold) return Verdict.Uncertain;
        var hasSeveral = recognized.Image.Others.Zip(recognized.Others)
            .Any(other => IsAnotherDigit(ink, other.First.Ink, other.Second, confidenceThreshold));
        return hasSeveral ? Verdict.SeveralDigits : Verdict.Digit;
    }

    /// <summary>The height of the taller shape divided by the height of the other, at least 1.</summary>
    internal static double HeightRatio(DigitInk ink, DigitInk other) => Ratio(ink.Box.Height, other.Box.Height);

    /// <summary>The stroke width of the thicker shape divided by that of the other, at least 1, both in pixels of the upload.</summary>
    internal static double StrokeRatio(DigitInk ink, DigitInk other) => Ratio(ink.StrokeWidth / ink.Scale, other.StrokeWidth / other.Scale);

    /// <summary>The rows that both shapes share, as a share of the lower shape's height, 0 to 1.</summary>
    internal static double RowOverlap(DigitInk ink, DigitInk other)
    {
        var (a, b) = (ink.Box, other.Box);
        return (double)Math.Max(0, Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y)) / Math.Min(a.Height, b.Height);
    }

    /// <summary>
    /// Whether the other shape is a second digit in the same row. The model alone cannot decide this, because it predicts 1 for
    /// every straight line.
    /// </summary>
    private static bool IsAnotherDigit(DigitInk ink, DigitInk other, TopPrediction prediction, double confidenceThreshold) =>
        prediction.Confidence >= confidenceThreshold
        && !other.TouchesBorder
        && HeightRatio(ink, other) <= VerdictBounds.MaxHeightRatio
        && StrokeRatio(ink, other) <= VerdictBounds.MaxStrokeRatio
        && RowOverlap(ink, other) >= VerdictBounds.MinRowOverlap;

    private static double Ratio(double a, double b) => Math.Max(a, b) / Math.Min(a, b);
}
