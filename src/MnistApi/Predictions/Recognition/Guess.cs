using MnistApi.Training.Networks;

namespace MnistApi.Predictions.Recognition;

/// <summary>What a model takes an image for.</summary>
/// <param name="Confidence">The digit's probability; NaN where the model's numbers are not finite.</param>
internal sealed record Guess(int Digit, float Confidence)
{
    public static Guess Of(float[] probabilities)
    {
        var digit = Softmax.ArgMax(probabilities);
        return new Guess(digit, probabilities[digit]);
    }
}
