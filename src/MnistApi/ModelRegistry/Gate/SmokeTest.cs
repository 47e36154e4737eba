using MnistApi.ModelRegistry.Contracts;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Inference;
using MnistApi.Training.Networks;
using MnistApi.Training.Text;

namespace MnistApi.ModelRegistry.Gate;

/// <summary>Checks that a model works: its weights have the recorded checksum, and it predicts.</summary>
internal static class SmokeTest
{
    private const int ImageCount = 20; // Two of each digit.
    private const int Seed = 0;
    private const double SumTolerance = 1e-3;

    private static readonly Lazy<ImageSet> Images = new(() => SyntheticDigits.Draw(Seed, ImageCount));

    /// <summary>Checks a model that can be loaded.</summary>
    /// <param name="expectedSha256">The SHA-256 of the weights that was recorded when the model was created.</param>
    public static IReadOnlyList<GateCheck> Check(ModelFile model, string expectedSha256)
    {
        var predictor = new Predictor(model);
        return [CheckPredictions(predictor.Predict(Images.Value.Pixels.Span)), CheckChecksum(model.WeightsSha256, expectedSha256)];
    }

    /// <summary>The failed checks of a model that cannot be loaded.</summary>
    /// <param name="reason">The reason, as a sentence.</param>
    /// <param name="expectedSha256">The SHA-256 of the weights that was recorded when the model was created.</param>
    public static IReadOnlyList<GateCheck> Unloadable(string reason, string expectedSha256) =>
    [
        new(GateCheckName.SmokePrediction, false, $"The model cannot be loaded. {reason}"),
        new(
            GateCheckName.Checksum,
            false,
            "The checksum of its weights cannot be computed, because they cannot be read.",
            Checksum: new WeightsChecksum(expectedSha256, null)),
    ];

    /// <param name="probabilities">[20][10].</param>
    private static GateCheck CheckPredictions(float[][] probabilities)
    {
        var finite = probabilities.Count(row => Array.TrueForAll(row, probability => probability is >= 0 and <= 1));
        var correct = probabilities.Zip(Images.Value.Labels.ToArray()).Count(pair => Softmax.ArgMax(pair.First) == pair.Second);
        var sumError = finite < probabilities.Length
            ? double.NaN
            : probabilities.Max(row => Math.Abs(row.Sum(probability => (double)probability) - 1));
        var passed = sumError <= SumTolerance;
        return new GateCheck(
            GateCheckName.SmokePrediction,
            passed,
            passed
                ? $"It predicts {probabilities.Length} synthetic digits, {correct} of them correctly."
                : $"Its predictions are not valid. It must predict ten probabilities from 0 to 1, with the sum 1, for each of "
                + $"{probabilities.Length} synthetic digits. For {finite} of them, the probabilities are from 0 to 1.",
            Smoke: new SmokePrediction(probabilities.Length, finite, sumError.FiniteOrNull(), correct));
    }

    private static GateCheck CheckChecksum(string actual, string expected) => new(
        GateCheckName.Checksum,
        actual == expected,
        actual == expected
            ? $"Its weights have the recorded SHA-256, {expected}."
            : $"Its weights have the SHA-256 {actual}, but {expected} was recorded when the model was created. They have changed since.",
        Checksum: new WeightsChecksum(expected, actual));
}
