using MnistApi.Imaging.Normalization;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Uploads;

namespace MnistApi.Predictions.Recognition;

/// <summary>Asks a model about uploads: about everything that is on any of them at once.</summary>
internal sealed class Recognizer(FinitePredictor predictor)
{
    /// <returns>For each upload, in their order, the prediction and the image that it is of; null where the model was deleted meanwhile.</returns>
    /// <exception cref="MnistApi.Http.Errors.ProblemException">The model computes numbers that are not finite.</exception>
    public async Task<(Prediction Prediction, DigitImage Image)[]?> RecognizeAsync(ServedModel model, IReadOnlyList<Upload> uploads, CancellationToken token)
    {
        DigitImage[] images = [.. uploads.Select(upload => upload.Image)];
        return await predictor.PredictAsync(model, Reading.Questions(images), token) is { } answers
            ? [.. Reading.Of(images, answers).Select((reading, i) => (reading.ToPrediction(uploads[i], model), reading.Image))]
            : null;
    }
}
