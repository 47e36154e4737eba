using MnistApi.Imaging.Normalization;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Uploads;

namespace MnistApi.Predictions.Recognition;

/// <summary>Says why a prediction may be wrong, and what the client can do about it.</summary>
internal static class PredictionWarnings
{
    public static IEnumerable<PredictionWarning> Of(RecognizedImage recognized, Upload upload, Verdict verdict, double confidenceThreshold)
    {
        if (upload.HasInvertedNumbers)
        {
            yield return new(
                PredictionWarningCode.WrongWayRound,
                "The numbers seem to be inverted: most are closer to 255, which means ink, than to 0, which means paper. "
                + "Send 255 minus each number, or send the image as a file, which may have dark or light ink.");
        }

        if (upload.Header is { IsRotated: true })
        {
            yield return new(
                PredictionWarningCode.Rotated,
                "The file says that its image is stored rotated or mirrored, so the image was turned upright. "
                + "If seen.image does not show the digit upright, send the image without its EXIF orientation.");
        }

        if (recognized.Image.Ink is { } ink)
        {
            var warnings = OfConfidence(recognized.Top, verdict, confidenceThreshold).Concat(OfInk(recognized.Image, ink, verdict));
            foreach (var warning in warnings) yield return warning;
        }
        else if (!upload.HasInvertedNumbers)
        {
            yield return new(
                PredictionWarningCode.NoInk,
                "Nothing stands out from the paper. Draw the digit darker, or check that the numbers go up to 255.");
        }
    }

    private static IEnumerable<PredictionWarning> OfConfidence(TopPrediction top, Verdict verdict, double confidenceThreshold)
    {
        if (verdict == Verdict.NoDigit)
        {
            yield return new(
                PredictionWarningCode.LowConfidence,
                $"Nothing here looks like a digit: the most probable, {top.Digit}, has a probability of {top.Confidence:F2}. "
                + "If the image has a digit, send only that part of it. The field seen.image shows what the model saw.");
        }
        else if (verdict == Verdict.Uncertain)
        {
            yield return new(
                PredictionWarningCode.LowConfidence,
                $"The model gives {top.Digit} a probability of {top.Confidence:F2}, and a digit needs {confidenceThreshold:F2}. "
                + "Draw the digit more clearly, or send a sharper image of it alone. The field seen.image shows what the model saw.");
        }
    }

    private static IEnumerable<PredictionWarning> OfInk(DigitImage image, DigitInk ink, Verdict verdict)
    {
        if (image.Others.Count > 0)
        {
            yield return new(PredictionWarningCode.SeveralShapes, verdict == Verdict.SeveralDigits
                ? "The image has several digits, and a model reads one. Send each digit alone. The field seen.parts says where they are."
                : $"The image has {1 + image.Others.Count} shapes of about the same size. The model read the one at seen.box. "
                    + "If that is not the digit, send the digit alone.");
        }

        if (ink.TouchesBorder)
        {
            yield return new(
                PredictionWarningCode.TouchesBorder,
                "The edge of the image cuts the digit. Send an image with some paper on all sides.");
        }

        if (ink.Box.LongerSide < VerdictBounds.TinyBelow)
        {
            yield return new(
                PredictionWarningCode.Tiny,
                $"The digit is only {ink.Box.LongerSide} pixels long. Send it larger: it needs {VerdictBounds.TinyBelow} pixels, "
                + "and 30 are better.");
        }

        if (ink.Contrast < VerdictBounds.LowContrastBelow)
        {
            yield return new(
                PredictionWarningCode.LowContrast,
                $"The ink hardly stands out from the paper: its contrast is {ink.Contrast:F2} of 1. "
                + "Use a darker pen, or take the photo in more light.");
        }
    }
}
