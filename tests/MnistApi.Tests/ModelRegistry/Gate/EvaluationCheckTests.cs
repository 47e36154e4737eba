using MnistApi.ModelRegistry.Gate;
using MnistApi.ModelRegistry.Statistics;

namespace MnistApi.Tests.ModelRegistry.Gate;

public class EvaluationCheckTests
{
    [Theory]
    [InlineData(0, 1, 9_800)] // One image in fifty is wrong, and this is it.
    [InlineData(1, 2, 9_950)]
    [InlineData(8, 10, 9_940)]
    [InlineData(4_980, 5_000, 9_900)]
    public void Accuracies_that_may_differ_by_chance_are_plausible(int validationCorrect, int validationCount, int testCorrect) =>
        Assert.Empty(Check(validationCorrect, validationCount, testCorrect).Errors);

    [Theory]
    [InlineData(4_952, 5_000, 980)] // A run with wrong kernels.
    [InlineData(4_980, 5_000, 9_800)]
    [InlineData(0, 10, 9_800)]
    public void Accuracies_that_differ_by_more_are_not_plausible(int validationCorrect, int validationCount, int testCorrect) =>
        Assert.Contains(
            "chance does not explain the difference (p < 1e-6)",
            Assert.Single(Check(validationCorrect, validationCount, testCorrect).Errors),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(3, 1, 1, 3, 0.485714)] // Fisher's tea tasting, two-sided.
    [InlineData(1, 9, 11, 3, 0.002759)]
    [InlineData(5, 0, 5, 0, 1)]
    public void The_probability_is_exact(int correctA, int wrongA, int correctB, int wrongB, double expected) =>
        Assert.Equal(expected, FisherTest.PValueOf(Measured(correctA, correctA + wrongA), Measured(correctB, correctB + wrongB)), 1e-6);

    private static EvaluationCheck Check(int validationCorrect, int validationCount, int testCorrect) =>
        new(Measured(validationCorrect, validationCount), Measured(testCorrect, 10_000), IsLossFinite: true);

    private static MeasuredAccuracy Measured(int correct, int count) => MeasuredAccuracy.Of((double)correct / count, count);
}
