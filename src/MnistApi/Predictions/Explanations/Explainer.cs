using MnistApi.ModelRegistry.Serving;
using MnistApi.Predictions.Recognition;
using MnistApi.Training.Data;

namespace MnistApi.Predictions.Explanations;

/// <summary>
/// Which ink speaks for a digit, by occlusion (Zeiler, Fergus, "Visualizing and understanding convolutional networks", 2014): where the model is less
/// sure of the digit without it.
/// </summary>
internal sealed class Explainer(FinitePredictor predictor) : IDisposable
{
    private const int Reach = 2; // Of the patch to each side of its middle: 5x5 pixels.

    /// <summary>Smaller probabilities are as good as none, and have no logarithm at the end.</summary>
    private const double LeastProbability = 1e-30;

    /// <summary>An explanation is some hundred predictions. Those that are asked for one wait for the others' explanations, but never for more than one.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    public void Dispose() => _turn.Dispose();

    /// <returns>Null where the model was deleted meanwhile.</returns>
    /// <param name="pixels">[28, 28] row by row.</param>
    public async Task<Explanation?> ExplainAsync(ServedModel model, byte[] pixels, int digit, CancellationToken token)
    {
        int[] centres = [.. Enumerable.Range(0, pixels.Length).Where(centre => Patch(centre).Any(i => pixels[i] > 0))];
        if (await PredictAsync(model, [.. pixels, .. centres.SelectMany(centre => Without(pixels, centre))], token) is not { } probabilities) return null;

        var logOdds = LogOdds(probabilities[0], digit);
        var heat = Explanation.NoHeat();
        for (var i = 0; i < centres.Length; i++)
            heat[centres[i] / ImageSet.Side][centres[i] % ImageSet.Side] = logOdds - LogOdds(probabilities[1 + i], digit);
        return new Explanation(logOdds, heat);
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

    /// <summary>The logarithm of a digit's odds; of all ten probabilities, since 1 - p of a float that is nearly 1 has no digits left.</summary>
    private static double LogOdds(float[] probabilities, int digit)
    {
        var others = probabilities.Where((_, other) => other != digit).Sum(probability => (double)probability);
        return Math.Log(Math.Max(probabilities[digit], LeastProbability)) - Math.Log(Math.Max(others, LeastProbability));
    }

    private static byte[] Without(byte[] pixels, int centre)
    {
        byte[] without = [.. pixels];
        foreach (var i in Patch(centre)) without[i] = 0;
        return without;
    }

    /// <summary>The pixels around one, as far as there are such.</summary>
    private static IEnumerable<int> Patch(int centre)
    {
        var (x, y) = (centre % ImageSet.Side, centre / ImageSet.Side);
        for (var py = Math.Max(0, y - Reach); py <= Math.Min(ImageSet.Side - 1, y + Reach); py++)
            for (var px = Math.Max(0, x - Reach); px <= Math.Min(ImageSet.Side - 1, x + Reach); px++)
                yield return py * ImageSet.Side + px;
    }
}

/// <summary>Which ink speaks for a digit.</summary>
/// <param name="LogOdds">Of the digit; null where none is explained.</param>
/// <param name="Heat">[28][28]: by how much they fall without the ink there.</param>
internal sealed record Explanation(double? LogOdds, double[][] Heat)
{
    /// <summary>Of a page without ink.</summary>
    public static Explanation OfNothing { get; } = new(null, NoHeat());

    /// <summary>[28][28] zeros.</summary>
    public static double[][] NoHeat() => [.. Enumerable.Range(0, ImageSet.Side).Select(_ => new double[ImageSet.Side])];
}
