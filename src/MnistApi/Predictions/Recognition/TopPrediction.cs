using MnistApi.Training.Networks;

namespace MnistApi.Predictions.Recognition;

/// <summary>The digit with the highest probability.</summary>
/// <param name="Digit">0 to 9.</param>
/// <param name="Confidence">The probability of the digit; NaN if the model's numbers are not finite.</param>
internal sealed record TopPrediction(int Digit, float Confidence)
{
    /// <param name="probabilities">[10], one per digit.</param>
    public static TopPrediction Of(float[] probabilities)
    {
        var digit = Softmax.ArgMax(probabilities);
        return new TopPrediction(digit, probabilities[digit]);
    }
}
