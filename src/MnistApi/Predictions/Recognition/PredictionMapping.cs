using MnistApi.Imaging;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Explanations;
using MnistApi.Predictions.Uploads;
using MnistApi.Training.Data;

namespace MnistApi.Predictions.Recognition;

/// <summary>Probabilities to what the service tells of them.</summary>
internal static class PredictionMapping
{
    private const int Decimals = 4;

    public static Prediction ToPrediction(this Reading reading, Upload upload, ServedModel model)
    {
        var verdict = Judgement.Of(reading, model.ConfidenceThreshold);
        var isTold = verdict is Verdict.Digit or Verdict.Uncertain;
        return new Prediction(
            isTold ? reading.Best.Digit : null,
            isTold ? reading.Best.Confidence : null,
            reading.Probabilities,
            verdict,
            new PredictionModel(model.Id, model.Alias),
            ToSeen(reading, upload, model.ConfidenceThreshold),
            [.. PredictionWarnings.Of(reading, upload, verdict, model.ConfidenceThreshold)]);
    }

    /// <summary>Also where the verdict tells none.</summary>
    public static int MostProbableDigit(this Prediction prediction) => Guess.Of([.. prediction.Probabilities]).Digit;

    /// <param name="digit">The one that is explained.</param>
    public static ExplainedPrediction ToExplained(this Prediction prediction, DigitImage image, int? digit, Explanation explanation) => new(
        prediction.Digit,
        prediction.Confidence,
        prediction.Probabilities,
        prediction.Verdict,
        prediction.Model,
        prediction.Seen,
        prediction.Warnings,
        digit,
        explanation.LogOdds,
        explanation.Heat,
        HeatOverlay.Draw(image.Pixels, explanation.Heat));

    public static TestPrediction ToTestPrediction(this float[] probabilities, ServedModel model, PathString pathBase, int index, int label)
    {
        var best = Guess.Of(probabilities);
        return new TestPrediction(index, label, best.Digit, best.Confidence, probabilities, best.Digit == label, model.ImageUrl(pathBase, index));
    }

    private static SeenImage ToSeen(Reading reading, Upload upload, double confidenceThreshold)
    {
        var ink = reading.Image.Ink;
        var isPlaced = ink is not null && upload.Normalization == Normalization.Mnist;
        return new SeenImage(
            PngImage.DataUri(PngImage.Encode(reading.Image.Pixels, ImageSet.Side, ImageSet.Side)),
            upload.Width,
            upload.Height,
            upload.Format,
            upload.Normalization,
            reading.Image.Inverted,
            ink is null ? null : ToBox(ink.Box),
            isPlaced ? Round(ink!.Scale) : null,
            isPlaced ? new SeenShift(Round(ink!.ShiftX), Round(ink.ShiftY)) : null,
            ink is null ? null : Round(ink.StrokeWidth),
            ink is null ? null : Round(ink.Contrast),
            PartsOf(reading, confidenceThreshold));
    }

    private static SeenPart[] PartsOf(Reading reading, double confidenceThreshold) => reading.Image is { Ink: { } ink, Others: { Count: > 0 } others }
        ? [.. others.Select((other, i) => ToPart(other.Ink, reading.Others[i], confidenceThreshold)).Append(ToPart(ink, reading.Best, confidenceThreshold)).OrderBy(part => part.Box.X)]
        : [];

    private static SeenPart ToPart(DigitInk ink, Guess guess, double confidenceThreshold) =>
        new(ToBox(ink.Box), guess.Confidence >= confidenceThreshold ? guess.Digit : null, guess.Confidence);

    private static SeenBox ToBox(InkBox box) => new(box.X, box.Y, box.Width, box.Height);

    private static double Round(double value) => Math.Round(value, Decimals);
}
