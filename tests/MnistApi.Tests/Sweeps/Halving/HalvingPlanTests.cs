using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Halving;

namespace MnistApi.Tests.Sweeps.Halving;

public class HalvingPlanTests
{
    [Theory]
    [InlineData(1, 3, 9, 9, "1:9 3:3 9:1")]
    [InlineData(1, 3, 27, 10, "1:27 3:9 9:3 10:1")]
    [InlineData(1, 2, 8, 4, "1:8 2:4 4:2")]
    [InlineData(2, 4, 5, 9, "2:5 8:2 9:1")]
    [InlineData(1, 3, 10, 9, "1:10 3:4 9:2")]
    [InlineData(5, 3, 9, 6, "5:9 6:3")]
    public void Each_round_multiplies_the_epochs_by_the_factor_and_divides_the_runs_rounding_up(
        int startEpochs,
        int factor,
        int runs,
        int epochs,
        string expected) =>
        Assert.Equal(expected, Text(startEpochs, factor, runs, epochs));

    [Fact]
    public void A_single_remaining_run_trains_to_the_end_without_a_comparison() =>
        Assert.Equal("1:3 100:1", Text(startEpochs: 1, factor: 3, runs: 3, epochs: 100));

    [Fact]
    public void Rounds_that_would_overflow_a_number_do_not_exist() =>
        Assert.Equal("999:256 1000:16", Text(startEpochs: 999, factor: 16, runs: 256, epochs: 1000));

    private static string Text(int startEpochs, int factor, int runs, int epochs) =>
        string.Join(
            ' ',
            HalvingPlan.Of(new SweepHalving(startEpochs, factor), runs, epochs).Select(round => $"{round.Epochs}:{round.Runs}"));
}
