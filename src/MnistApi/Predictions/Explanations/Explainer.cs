using MnistApi.Imaging.Normalization;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Recognition;
using MnistApi.Training.Data;

namespace MnistApi.Predictions.Explanations;

/// <summary>
/// Finds the ink that supports a digit by occlusion (Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014): the
/// ink without which the model is less sure of the digit.
/// </summary>
internal sealed class Explainer(FinitePredictor predictor) : IDisposable
{
    /// <summary>The number of pixels from the centre of a patch to its edge, so a patch has 5x5 pixels.</summary>
    private const int Reach = 2;

    /// <summary>Smaller probabilities count as this one, because 0 has no logarithm.</summary>
    private const double SmallestProbability = 1e-30;

    /// <summary>An explanation takes several hundred predictions. Only explanations wait for each other.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    public void Dispose() => _turn.Dispose();

    /// <summary>Explains a prediction.</summary>
    /// <param name="image">The image that the prediction belongs to.</param>
    /// <param name="requested">The digit to explain; null for the most probable digit.</param>
    /// <returns>The explained prediction; null if the model has been deleted.</returns>
    /// <exception cref="NonFinitePredictionException">The model computed numbers that are not finite.</exception>
    public async Task<ExplainedPrediction?> ExplainAsync(
        ServedModel model, Prediction prediction, DigitImage image, int? requested, CancellationToken token)
    {
        var digit = requested ?? (image.Ink is null ? null : TopPrediction.Of([.. prediction.Probabilities]).Digit);
        if (digit is null) return ToExplained(prediction, image, null, null, NoHeat());
        return await FindHeatAsync(model, image.Pixels, digit.Value, token) is var (logOdds, heat)
            ? ToExplained(prediction, image, digit, logOdds, heat)
            : null;
    }

    /// <param name="pixels">[28, 28] row by row.</param>
    /// <returns>
    /// The log-odds of the digit, and [28][28] how much they fall without the ink at this place; null if the model has been deleted.
    /// </returns>
    private async Task<(double LogOdds, double[][] Heat)?> FindHeatAsync(
        ServedModel model, byte[] pixels, int digit, CancellationToken token)
    {
        int[] centres = [.. Enumerable.Range(0, pixels.Length).Where(centre => Patch(centre).Any(i => pixels[i] > 0))];
        byte[] images = [.. pixels, .. centres.SelectMany(centre => Without(pixels, centre))];
        if (await PredictAsync(model, images, token) is not { } probabilities) return null;

        var logOdds = LogOdds(probabilities[0], digit);
        var heat = NoHeat();
        for (var i = 0; i < centres.Length; i++)
            heat[centres[i] / ImageSet.Side][centres[i] % ImageSet.Side] = logOdds - LogOdds(probabilities[1 + i], digit);
        return (logOdds, heat);
    }

    private async Task<float[][]?> PredictAsync(ServedModel model, byte[] images, CancellationToken token)
    {
        await _turn.WaitAsync(token);
        try
        {
            return await predictor.PredictAsync(model, images, token);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// The logarithm of a digit's odds. It uses all ten probabilities, because 1 - p has no correct digits if p is a float close to 1.
    /// </summary>
    private static double LogOdds(float[] probabilities, int digit)
    {
        var others = probabilities.Where((_, other) => other != digit).Sum(probability => (double)probability);
        return Math.Log(Math.Max(probabilities[digit], SmallestProbability)) - Math.Log(Math.Max(others, SmallestProbability));
    }

    private static byte[] Without(byte[] pixels, int centre)
    {
        byte[] without = [.. pixels];
        foreach (var i in Patch(centre)) without[i] = 0;
        return without;
    }

    /// <summary>The pixels of the patch around one pixel, as far as they are within the image.</summary>
    private static IEnumerable<int> Patch(int centre)
    {
        var (x, y) = (centre % ImageSet.Side, centre / ImageSet.Side);
        for (var py = Math.Max(0, y - Reach); py <= Math.Min(ImageSet.Side - 1, y + Reach); py++)
            for (var px = Math.Max(0, x - Reach); px <= Math.Min(ImageSet.Side - 1, x + Reach); px++)
                yield return py * ImageSet.Side + px;
    }

    private static double[][] NoHeat() => [.. Enumerable.Range(0, ImageSet.Side).Select(_ => new double[ImageSet.Side])];

    private static ExplainedPrediction ToExplained(
        Prediction prediction, DigitImage image, int? digit, double? logOdds, double[][] heat) => new(
        prediction.Digit,
        prediction.Confidence,
        prediction.Probabilities,
        prediction.Verdict,
        prediction.Model,
        prediction.Seen,
        prediction.Warnings,
        digit,
        logOdds,
        heat,
        HeatOverlay.Draw(image.Pixels, heat));
}
