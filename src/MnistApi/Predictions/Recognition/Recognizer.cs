using MnistApi.Imaging.Normalization;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Uploads;

namespace MnistApi.Predictions.Recognition;

/// <summary>Recognizes digits in uploads. One call of the model predicts everything that the uploads of a request show.</summary>
internal sealed class Recognizer(FinitePredictor predictor)
{
    /// <summary>Recognizes one upload.</summary>
    /// <returns>The prediction with the image that it belongs to; null if the model has been deleted.</returns>
    /// <exception cref="NonFinitePredictionException">The model computed numbers that are not finite.</exception>
    public async Task<(Prediction Prediction, DigitImage Image)?> RecognizeAsync(
        ServedModel model, Upload upload, CancellationToken token) =>
        await RecognizeAsync(model, [upload], token) is [var recognized] ? recognized : null;

    /// <summary>Recognizes several uploads.</summary>
    /// <returns>For each upload, in order, the prediction with the image that it belongs to; null if the model has been deleted.</returns>
    /// <exception cref="NonFinitePredictionException">The model computed numbers that are not finite.</exception>
    public async Task<(Prediction Prediction, DigitImage Image)[]?> RecognizeAsync(
        ServedModel model, IReadOnlyList<Upload> uploads, CancellationToken token)
    {
        DigitImage[] images = [.. uploads.Select(upload => upload.Image)];
        if (await predictor.PredictAsync(model, RecognizedImage.PixelsOf(images), token) is not { } probabilities) return null;

        var all = RecognizedImage.Of(images, probabilities);
        return [.. all.Select((recognized, i) => (ToPrediction(recognized, uploads[i], model), recognized.Image))];
    }

    internal static Prediction ToPrediction(RecognizedImage recognized, Upload upload, ServedModel model)
    {
        var threshold = model.ConfidenceThreshold;
        var verdict = VerdictRules.VerdictOf(recognized, threshold);
        var top = verdict is Verdict.Digit or Verdict.Uncertain ? recognized.Top : null;
        return new Prediction(
            top?.Digit,
            top?.Confidence,
            recognized.Probabilities,
            verdict,
            new PredictionModel(model.Id, model.Alias),
            SeenImages.Of(recognized, upload, threshold),
            [.. PredictionWarnings.Of(recognized, upload, verdict, threshold)]);
    }
}
