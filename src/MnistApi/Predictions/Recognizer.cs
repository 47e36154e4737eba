using MnistApi.Hosting;
using MnistApi.Imaging;
using MnistApi.Models;

namespace MnistApi.Predictions;

/// <summary>Asks a model about uploads: about everything that is on any of them at once.</summary>
internal sealed partial class Recognizer(ModelCache models, PredictionMetrics metrics, ILogger<Recognizer> logger)
{
    /// <returns>For each upload, in their order, the prediction and the image that it is of; null where the model was deleted meanwhile.</returns>
    /// <exception cref="ProblemException">The model computes numbers that are not finite.</exception>
    public async Task<(Prediction Prediction, DigitImage Image)[]?> RecognizeAsync(ServedModel model, IReadOnlyList<Upload> uploads, CancellationToken token)
    {
        DigitImage[] images = [.. uploads.Select(upload => upload.Image)];
        if (await models.PredictAsync(model, Reading.Questions(images), token) is not { } answers) return null;

        if (!Array.TrueForAll(answers, probabilities => Array.TrueForAll(probabilities, float.IsFinite))) throw NotFinite(model);
        return [.. Reading.Of(images, answers).Select((reading, i) => (reading.ToPrediction(uploads[i], model), reading.Image))];
    }

    private ProblemException NotFinite(ServedModel model)
    {
        metrics.AddNotFinite();
        Log.NotFinite(logger, model.Id);
        return new ProblemException(ProblemCode.PredictionNotFinite, $"The model {model.Id} computes numbers that are not finite, so it has no answer. Name another model: ?model={ModelAlias.Builtin}.");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Model {ModelId} computed probabilities that are not finite; the request got no prediction")]
        public static partial void NotFinite(ILogger logger, Guid modelId);
    }
}
