using MnistApi.Models;
using MnistApi.Training.Data;

namespace MnistApi.Predictions;

/// <summary>Asks a model of uploads: all that is on any of them at once.</summary>
internal sealed class Recognizer(ModelCache models)
{
    /// <returns>A prediction for each upload, in their order; null where the model was deleted meanwhile.</returns>
    public async Task<Prediction[]?> RecognizeAsync(ServedModel model, IReadOnlyList<Upload> uploads, CancellationToken token)
    {
        byte[][] images = [.. uploads.SelectMany(upload => upload.Image.Others.Select(other => other.Pixels).Prepend(upload.Image.Pixels))];
        if (await models.PredictAsync(model, Join(images), token) is not { } probabilities) return null;

        var predictions = new Prediction[uploads.Count];
        var next = 0;
        for (var i = 0; i < predictions.Length; i++)
        {
            var count = 1 + uploads[i].Image.Others.Count;
            predictions[i] = uploads[i].ToPrediction(model, probabilities.AsSpan(next, count));
            next += count;
        }

        return predictions;
    }

    private static byte[] Join(byte[][] images)
    {
        var all = new byte[images.Length * ImageSet.PixelsPerImage];
        for (var i = 0; i < images.Length; i++) images[i].CopyTo(all, i * ImageSet.PixelsPerImage);
        return all;
    }
}
