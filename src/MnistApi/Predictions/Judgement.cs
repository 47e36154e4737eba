using MnistApi.Imaging;

namespace MnistApi.Predictions;

/// <summary>What an upload shows, by what was found on it and what a model makes of that.</summary>
internal static class Judgement
{
    /// <param name="image">The upload.</param>
    /// <param name="main">Of its digit.</param>
    /// <param name="others">Of its other shapes, in their order.</param>
    /// <param name="acceptFrom">The confidence from which the model's answers are digits.</param>
    public static Verdict Of(DigitImage image, Guess main, IReadOnlyList<Guess> others, double acceptFrom)
    {
        if (image.Ink is not { } ink) return Verdict.NoDigit;
        if (main.Confidence < Math.Min(VerdictBounds.NoDigitBelow, acceptFrom)) return Verdict.NoDigit;
        if (main.Confidence < acceptFrom) return Verdict.Uncertain;
        return image.Others.Zip(others).Any(other => IsAnotherDigit(ink, other.First.Ink, other.Second, acceptFrom)) ? Verdict.SeveralDigits : Verdict.Digit;
    }

    /// <summary>Whether a shape is a digit too, written beside the first. The model alone cannot tell: it takes every straight line for a 1.</summary>
    public static bool IsAnotherDigit(DigitInk ink, DigitInk other, Guess guess, double acceptFrom) =>
        guess.Confidence >= acceptFrom
        && !other.TouchesBorder
        && Ratio(ink.Box.Height, other.Box.Height) <= VerdictBounds.MaxHeightRatio
        && Ratio(ink.StrokeWidth / ink.Scale, other.StrokeWidth / other.Scale) <= VerdictBounds.MaxStrokeRatio
        && Overlap(ink.Box, other.Box) >= VerdictBounds.MinRowOverlap;

    private static double Ratio(double a, double b) => Math.Max(a, b) / Math.Min(a, b);

    /// <summary>Share of the lower box's height that is beside the other.</summary>
    private static double Overlap(InkBox a, InkBox b) =>
        (double)Math.Max(0, Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y)) / Math.Min(a.Height, b.Height);
}
