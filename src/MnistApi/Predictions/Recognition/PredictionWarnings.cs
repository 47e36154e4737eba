using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Uploads;

namespace MnistApi.Predictions.Recognition;

/// <summary>Why an answer may not be what it seems, and what to do.</summary>
internal static class PredictionWarnings
{
    public static IEnumerable<PredictionWarning> Of(Reading reading, Upload upload, Verdict verdict, double acceptFrom)
    {
        if (upload.IsWrongWayRound)
            yield return new(PredictionWarningCode.WrongWayRound, "The numbers seem to be the wrong way round: most are nearer to 255, which is ink, than to 0, which is paper. Send 255 minus each number, or the image as a file, which may be either way.");
        if (reading.Image.Ink is not { } ink)
        {
            if (!upload.IsWrongWayRound) yield return new(PredictionWarningCode.NoInk, "Nothing stands out from the paper. Draw the digit darker, or check that the numbers go up to 255.");
            yield break;
        }

        var best = reading.Best;
        if (verdict == Verdict.NoDigit)
            yield return new(PredictionWarningCode.LowConfidence, $"Nothing here looks like a digit: the likeliest, {best.Digit}, has a probability of {best.Confidence:F2}. If there is one, send that part of the image alone; seen.image is what the model saw.");
        else if (verdict == Verdict.Uncertain)
            yield return new(PredictionWarningCode.LowConfidence, $"The model gives {best.Digit} a probability of {best.Confidence:F2}, and takes for a digit what has {acceptFrom:F2}. Draw it plainer, or send a sharper image of it alone; seen.image is what the model saw.");
        if (reading.Image.Others.Count > 0)
            yield return new(PredictionWarningCode.SeveralShapes, verdict == Verdict.SeveralDigits
                ? "There are several digits, and a model reads one. Send each alone; seen.parts has where they are."
                : $"There are {1 + reading.Image.Others.Count} shapes of about the same size, and the one at seen.box was read. If that is not the digit, send the digit alone.");
        if (ink.TouchesBorder)
            yield return new(PredictionWarningCode.TouchesBorder, "The image's edge cuts the digit. Send an image with some paper all around it.");
        if (ink.Box.LongerSide < VerdictBounds.TinyBelow)
            yield return new(PredictionWarningCode.Tiny, $"The digit is only {ink.Box.LongerSide} pixels long. Send it larger: {VerdictBounds.TinyBelow} are needed, and 30 are better.");
        if (ink.Contrast < VerdictBounds.LowContrastBelow)
            yield return new(PredictionWarningCode.LowContrast, $"The ink hardly stands out from the paper: its contrast is {ink.Contrast:F2} of 1. Write with a darker pen, or take the photo in more light.");
    }
}
