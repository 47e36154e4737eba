using MnistApi.Imaging.Normalization;
using MnistApi.Predictions.Contracts;

namespace MnistApi.Predictions.Recognition;

/// <summary>What an upload shows, by what was found on it and what a model makes of that.</summary>
internal static class Judgement
{
    /// <param name="acceptFrom">The confidence from which the model's answers are digits.</param>
    public static Verdict Of(Reading reading, double acceptFrom)
    {
        if (reading.Image.Ink is not { } ink) return Verdict.NoDigit;
        if (reading.Best.Confidence < Math.Min(VerdictBounds.NoDigitBelow, acceptFrom)) return Verdict.NoDigit;
        if (reading.Best.Confidence < acceptFrom) return Verdict.Uncertain;
        return reading.Image.Others.Zip(reading.Others).Any(other => IsAnotherDigit(ink, other.First.Ink, other.Second, acceptFrom)) ? Verdict.SeveralDigits : Verdict.Digit;
    }

    /// <summary>How much higher one is than the other, at least 1.</summary>
    internal static double HeightRatio(DigitInk ink, DigitInk other) => Ratio(ink.Box.Height, other.Box.Height);

    /// <summary>How much wider the lines of one are than the other's, at least 1.</summary>
    internal static double StrokeRatio(DigitInk ink, DigitInk other) => Ratio(ink.StrokeWidth / ink.Scale, other.StrokeWidth / other.Scale);

    /// <summary>Share of the lower one's height that is beside the other.</summary>
    internal static double RowOverlap(DigitInk ink, DigitInk other)
    {
        var (a, b) = (ink.Box, other.Box);
        return (double)Math.Max(0, Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y)) / Math.Min(a.Height, b.Height);
    }

    /// <summary>Whether a shape is a digit too, written beside the first. The model alone cannot tell: it takes every straight line for a 1.</summary>
    private static bool IsAnotherDigit(DigitInk ink, DigitInk other, Guess guess, double acceptFrom) =>
        guess.Confidence >= acceptFrom
        && !other.TouchesBorder
        && HeightRatio(ink, other) <= VerdictBounds.MaxHeightRatio
        && StrokeRatio(ink, other) <= VerdictBounds.MaxStrokeRatio
        && RowOverlap(ink, other) >= VerdictBounds.MinRowOverlap;

    private static double Ratio(double a, double b) => Math.Max(a, b) / Math.Min(a, b);
}
