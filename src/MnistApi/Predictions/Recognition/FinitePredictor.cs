using MnistApi.ModelRegistry.Serving;

namespace MnistApi.Predictions.Recognition;

/// <summary>Predicts with a model, and refuses to answer with numbers that are not finite.</summary>
internal sealed partial class FinitePredictor(ModelCache models, PredictionMetrics metrics, ILogger<FinitePredictor> logger)
{
    /// <param name="images">[N, 28, 28] pixels, 0 (paper) to 255 (ink).</param>
    /// <returns>[N][10] calibrated probabilities; null if the model has been deleted.</returns>
    /// <exception cref="NonFinitePredictionException">The model computed numbers that are not finite.</exception>
    public async Task<float[][]?> PredictAsync(ServedModel model, ReadOnlyMemory<byte> images, CancellationToken token)
    {
        if (await models.FindAsync(model, token) is not { } predictor) return null;
        var probabilities = predictor.Predict(images.Span, token);
        if (Array.TrueForAll(probabilities, row => Array.TrueForAll(row, float.IsFinite))) return probabilities;

        metrics.AddNotFinite();
        LogNotFinite(logger, model.Id);
        throw new NonFinitePredictionException(model.Id);
    }

    [LoggerMessage(LogLevel.Error, "Model {ModelId} computed probabilities that are not finite, so the request got no prediction")]
    private static partial void LogNotFinite(ILogger logger, Guid modelId);
}

/// <summary>A model computed probabilities that are not finite, so it has no answer.</summary>
internal sealed class NonFinitePredictionException(Guid modelId)
    : Exception($"The model {modelId} computes numbers that are not finite, so it has no answer.");
