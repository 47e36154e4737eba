using MnistApi.Imaging;
using MnistApi.Models;
using MnistApi.Training.Data;
using MnistApi.TrainingRuns;

namespace MnistApi.Predictions;

/// <summary>Probabilities to what the service tells of them.</summary>
internal static class PredictionMapping
{
    private const int Decimals = 4;

    /// <param name="probabilities">Of the upload's digit, then of its other shapes.</param>
    public static Prediction ToPrediction(this Upload upload, ServedModel model, ReadOnlySpan<float[]> probabilities)
    {
        var best = Guess.Of(probabilities[0]);
        Guess[] others = [.. probabilities[1..].ToArray().Select(Guess.Of)];
        var verdict = Judgement.Of(upload.Image, best, others, model.AcceptFrom);
        var isTold = verdict is Verdict.Digit or Verdict.Uncertain;
        return new Prediction(
            isTold ? best.Digit : null,
            isTold ? best.Confidence.FiniteOrNull() : null,
            ToNumbers(probabilities[0]),
            verdict,
            new PredictionModel(model.Id, model.Alias),
            upload.ToSeen(PartsOf(upload.Image, best, others, model.AcceptFrom)),
            [.. PredictionWarnings.Of(upload.Image, probabilities[0], verdict, model.AcceptFrom)]);
    }

    /// <summary>Also where the verdict tells none.</summary>
    public static int MostProbableDigit(this Prediction prediction) => Guess.Of([.. prediction.Probabilities.Select(probability => probability ?? float.NaN)]).Digit;

    /// <param name="digit">The one that is explained.</param>
    public static ExplainedPrediction ToExplained(this Prediction prediction, Upload upload, int? digit, Explanation explanation) => new(
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
        HeatOverlay.Draw(upload.Image.Pixels, explanation.Heat));

    public static TestPrediction ToTestPrediction(this float[] probabilities, ServedModel model, int index, int label)
    {
        var best = Guess.Of(probabilities);
        return new TestPrediction(index, label, best.Digit, best.Confidence.FiniteOrNull(), ToNumbers(probabilities), best.Digit == label, model.ImageUrl(index));
    }

    private static SeenImage ToSeen(this Upload upload, IReadOnlyList<SeenPart> parts)
    {
        var ink = upload.Image.Ink;
        var isPlaced = ink is not null && upload.Normalization == Normalization.Mnist;
        return new SeenImage(
            PngImage.DataUri(PngImage.Encode(upload.Image.Pixels, ImageSet.Side, ImageSet.Side)),
            upload.Width,
            upload.Height,
            upload.Format,
            upload.Normalization,
            upload.Image.Inverted,
            ink is null ? null : ToBox(ink.Box),
            isPlaced ? Round(ink!.Scale) : null,
            isPlaced ? new SeenShift(Round(ink!.ShiftX), Round(ink.ShiftY)) : null,
            ink is null ? null : Round(ink.StrokeWidth),
            ink is null ? null : Round(ink.Contrast),
            parts);
    }

    private static SeenPart[] PartsOf(DigitImage image, Guess main, Guess[] others, double acceptFrom) => image is { Ink: { } ink, Others.Count: > 0 }
        ? [.. image.Others.Select((other, i) => ToPart(other.Ink, others[i], acceptFrom)).Append(ToPart(ink, main, acceptFrom)).OrderBy(part => part.Box.X)]
        : [];

    private static SeenPart ToPart(DigitInk ink, Guess guess, double acceptFrom) =>
        new(ToBox(ink.Box), guess.Confidence >= acceptFrom ? guess.Digit : null, guess.Confidence.FiniteOrNull());

    private static SeenBox ToBox(InkBox box) => new(box.X, box.Y, box.Width, box.Height);

    private static float?[] ToNumbers(float[] probabilities) => [.. probabilities.Select(probability => probability.FiniteOrNull())];

    private static double Round(double value) => Math.Round(value, Decimals);
}
