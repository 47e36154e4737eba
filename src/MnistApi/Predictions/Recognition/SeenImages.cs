using MnistApi.Imaging;
using MnistApi.Imaging.Normalization;
using MnistApi.Imaging.Rendering;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Uploads;
using MnistApi.Training.Data;

namespace MnistApi.Predictions.Recognition;

/// <summary>Describes what a model saw of an upload.</summary>
internal static class SeenImages
{
    private const int Decimals = 4;

    /// <param name="confidenceThreshold">The confidence from which a shape counts as a digit, 0 to 1.</param>
    public static SeenImage Of(RecognizedImage recognized, Upload upload, double confidenceThreshold)
    {
        var ink = recognized.Image.Ink;
        var isPlaced = ink is not null && upload.Normalization == NormalizationMode.Mnist;
        return new SeenImage(
            PngImage.DataUri(PngImage.Encode(recognized.Image.Pixels, ImageSet.Side, ImageSet.Side)),
            upload.Width,
            upload.Height,
            upload.Format,
            upload.Normalization,
            recognized.Image.Inverted,
            ink is null ? null : ToBox(ink.Box),
            isPlaced ? Round(ink!.Scale) : null,
            isPlaced ? new SeenShift(Round(ink!.ShiftX), Round(ink.ShiftY)) : null,
            ink is null ? null : Round(ink.StrokeWidth),
            ink is null ? null : Round(ink.Contrast),
            PartsOf(recognized, confidenceThreshold));
    }

    private static SeenPart[] PartsOf(RecognizedImage recognized, double confidenceThreshold)
    {
        if (recognized.Image is not { Ink: { } ink, Others: { Count: > 0 } others }) return [];
        var otherParts = others.Select((other, i) => ToPart(other.Ink, recognized.Others[i], confidenceThreshold));
        return [.. otherParts.Append(ToPart(ink, recognized.Top, confidenceThreshold)).OrderBy(part => part.Box.X)];
    }

    private static SeenPart ToPart(DigitInk ink, TopPrediction prediction, double confidenceThreshold) =>
        new(ToBox(ink.Box), prediction.Confidence >= confidenceThreshold ? prediction.Digit : null, prediction.Confidence);

    private static SeenBox ToBox(InkBox box) => new(box.X, box.Y, box.Width, box.Height);

    private static double Round(double value) => Math.Round(value, Decimals);
}
