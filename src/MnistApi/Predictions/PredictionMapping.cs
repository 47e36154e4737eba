using MnistApi.Models;
using MnistApi.Training.Networks;
using MnistApi.TrainingRuns;

namespace MnistApi.Predictions;

/// <summary>Probabilities to what the service tells of them.</summary>
internal static class PredictionMapping
{
    public static Prediction ToPrediction(this Upload upload, ServedModel model, float[] probabilities)
    {
        var digit = Softmax.ArgMax(probabilities);
        var hasInk = upload.Image.Ink is not null;
        return new Prediction(
            hasInk ? digit : null,
            hasInk ? probabilities[digit].FiniteOrNull() : null,
            ToNumbers(probabilities),
            hasInk ? Verdict.Digit : Verdict.NoDigit,
            new PredictionModel(model.Id, model.Alias),
            upload.ToSeen(),
            [.. Warnings(hasInk, probabilities)]);
    }

    public static TestPrediction ToTestPrediction(this float[] probabilities, ServedModel model, int index, int label)
    {
        var digit = Softmax.ArgMax(probabilities);
        return new TestPrediction(index, label, digit, probabilities[digit].FiniteOrNull(), ToNumbers(probabilities), digit == label, model.ImageUrl(index));
    }

    private static IEnumerable<PredictionWarning> Warnings(bool hasInk, float[] probabilities)
    {
        if (!hasInk)
            yield return new PredictionWarning(PredictionWarningCode.NoInk, "Nothing stands out from the paper. Draw the digit darker, or check that the numbers go up to 255.");
        if (!Array.TrueForAll(probabilities, float.IsFinite))
            yield return new PredictionWarning(PredictionWarningCode.NonFinite, "The model computes numbers that are not finite, as its training did, so its digit means nothing. Use another model.");
    }

    private static float?[] ToNumbers(float[] probabilities) => [.. probabilities.Select(probability => probability.FiniteOrNull())];
}
