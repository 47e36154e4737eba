using MnistApi.ModelRegistry.Contracts;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Inference;
using MnistApi.Training.Networks;
using MnistApi.Training.Text;

namespace MnistApi.ModelRegistry.Gate;

/// <summary>Whether a model works at all: its weights are those that were kept, and it predicts.</summary>
internal static class SmokeTest
{
    private const int ImageCount = 20; // Two of each digit.
    private const int Seed = 0;
    private const double SumTolerance = 1e-3;

    private static readonly Lazy<ImageSet> Images = new(() => SyntheticDigits.Draw(Seed, ImageCount));

    /// <summary>Checks a model that can be read.</summary>
    /// <param name="expectedSha256">The checksum that was kept of its weights.</param>
    public static IReadOnlyList<GateCheck> Check(ModelFile model, string expectedSha256)
    {
        using var predictor = new Predictor(model);
        return [Check(predictor.Predict(Images.Value.Pixels.Span)), CheckChecksum(model.WeightsSha256, expectedSha256)];
    }

    /// <summary>The checks of a model that cannot be loaded.</summary>
    public static IReadOnlyList<GateCheck> Unloadable(string reason, string expectedSha256) =>
    [
        new(GateCheckName.SmokePrediction, false, $"The model cannot be loaded: {reason}"),
        new(GateCheckName.Checksum, false, "There are no weights to take the checksum of.", Checksum: new WeightsChecksum(expectedSha256, null)),
    ];

    private static GateCheck Check(float[][] probabilities)
    {
        var finite = probabilities.Count(row => Array.TrueForAll(row, probability => probability is >= 0 and <= 1));
        var correct = probabilities.Zip(Images.Value.Labels.ToArray()).Count(pair => Softmax.ArgMax(pair.First) == pair.Second);
        var sumError = finite < probabilities.Length ? double.NaN : probabilities.Max(row => Math.Abs(row.Sum(probability => (double)probability) - 1));
        var isSum = sumError <= SumTolerance;
        return new GateCheck(
            GateCheckName.SmokePrediction,
            isSum,
            isSum
                ? $"It predicts {probabilities.Length} drawn digits, {correct} of them rightly."
                : $"Of {probabilities.Length} drawn digits it has ten probabilities from 0 to 1 for {finite}, and their sum must be 1: it computes numbers that mean nothing.",
            Smoke: new SmokePrediction(probabilities.Length, finite, sumError.FiniteOrNull(), correct));
    }

    private static GateCheck CheckChecksum(string actual, string expected) => new(
        GateCheckName.Checksum,
        actual == expected,
        actual == expected ? $"Its weights have the SHA-256 {expected}, as when it was made." : $"Its weights have the SHA-256 {actual}, but had {expected} when it was made: they were changed.",
        Checksum: new WeightsChecksum(expected, actual));
}
