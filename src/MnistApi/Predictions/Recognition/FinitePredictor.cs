using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Serving;

namespace MnistApi.Predictions.Recognition;

/// <summary>Asks a model, and lets no answer through that is not a number.</summary>
internal sealed partial class FinitePredictor(ModelCache models, PredictionMetrics metrics, ILogger<FinitePredictor> logger)
{
    /// <param name="images">[count, 28, 28] pixels from 0 (black) to 255 (white).</param>
    /// <returns>[count][10] probabilities; null where the model was deleted meanwhile.</returns>
    /// <exception cref="ProblemException">The model computes numbers that are not finite.</exception>
    public async Task<float[][]?> PredictAsync(ServedModel model, ReadOnlyMemory<byte> images, CancellationToken token)
    {
        if (await models.PredictAsync(model, images, token) is not { } answers) return null;
        return Array.TrueForAll(answers, probabilities => Array.TrueForAll(probabilities, float.IsFinite)) ? answers : throw NotFinite(model);
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
