using MnistApi.ModelRegistry.Statistics;

namespace MnistApi.Tests.ModelRegistry.Statistics;

public class AccuracyComparisonTests
{
    [Fact]
    public void The_interval_is_Newcombe_s_and_the_p_value_comes_from_the_two_proportion_test()
    {
        // The example in "Interval estimation for the difference between independent proportions", table II: 56/70 against 48/80.
        var comparison = AccuracyComparison.Of(MeasuredAccuracy.Of(56 / 70.0, 70), MeasuredAccuracy.Of(48 / 80.0, 80));

        Assert.Equal(0.2, comparison.Difference!.Value, 1e-12);
        Assert.Equal(0.0524, comparison.DifferenceInterval!.Low, 5e-5);
        Assert.Equal(0.3339, comparison.DifferenceInterval.High, 5e-5);
        Assert.Equal(0.0080, comparison.PValue!.Value, 5e-5);
    }

    [Fact]
    public void Two_perfect_models_do_not_differ()
    {
        var comparison = AccuracyComparison.Of(MeasuredAccuracy.Of(1, 500), MeasuredAccuracy.Of(1, 500));

        Assert.Equal((0, 1), (comparison.Difference, comparison.PValue));
    }

    [Fact]
    public void Swapping_the_models_negates_the_difference()
    {
        MeasuredAccuracy a = MeasuredAccuracy.Of(0.98, 500), b = MeasuredAccuracy.Of(0.9, 500);
        AccuracyComparison there = AccuracyComparison.Of(a, b), back = AccuracyComparison.Of(b, a);

        Assert.Equal(there.Difference, -back.Difference);
        Assert.Equal(there.DifferenceInterval!.Low, -back.DifferenceInterval!.High, 1e-12);
        Assert.Equal(there.PValue, back.PValue);
    }

    [Fact]
    public void Without_a_current_model_the_candidate_is_shown_alone()
    {
        var candidate = MeasuredAccuracy.Of(0.95, 500);

        Assert.Equal(new AccuracyComparison(candidate, null, null, null, null), AccuracyComparison.Of(candidate, null));
        Assert.Equal((475, 500), (candidate.CorrectCount, candidate.SampleCount));
    }
}
