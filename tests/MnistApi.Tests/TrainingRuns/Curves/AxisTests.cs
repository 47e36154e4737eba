using MnistApi.TrainingRuns.Curves;

namespace MnistApi.Tests.TrainingRuns.Curves;

public sealed class AxisTests
{
    [Theory]
    [InlineData(1, 1, "1")]
    [InlineData(1, 3, "1 2 3")]
    [InlineData(1, 40, "1 5 10 15 20 25 30 35 40")]
    [InlineData(1, 150, "1 20 40 60 80 100 120 140")]
    [InlineData(1, 1000, "1 200 400 600 800 1000")]
    [InlineData(95, 99, "95 96 97 98 99")]
    [InlineData(19, 59, "20 25 30 35 40 45 50 55")] // 19 would touch 20.
    public void Epochs_have_whole_ticks(int first, int last, string ticks)
    {
        Assert.Equal(ticks, Labels(Axis.OfEpochs(first, last)));
    }

    [Theory]
    [InlineData(0.93, 0.976, "93 % 94 % 95 % 96 % 97 % 98 %")]
    [InlineData(0.1, 1, "0 % 20 % 40 % 60 % 80 % 100 %")]
    [InlineData(0.9912, 0.9968, "99 % 99.2 % 99.4 % 99.6 % 99.8 %")]
    [InlineData(0.0958, 0.0958, "7 % 8 % 9 % 10 % 11 % 12 %")]
    [InlineData(1, 1, "98 % 98.5 % 99 % 99.5 % 100 %")]
    [InlineData(0, 0, "0 % 0.5 % 1 % 1.5 % 2 %")]
    public void Accuracies_have_round_ticks_in_percent_and_stay_between_0_and_100(double low, double high, string ticks)
    {
        Assert.Equal(ticks, Labels(Axis.OfAccuracy([low, high])));
    }

    [Theory]
    [InlineData(0.5, 2.2, "0 0.5 1 1.5 2 2.5")]
    [InlineData(2.1, 2.3, "2.1 2.15 2.2 2.25 2.3")]
    [InlineData(0.3, 0.3, "0.26 0.28 0.3 0.32 0.34")]
    [InlineData(0, 0, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0, 1000, "0 200 400 600 800 1000")] // Zero has no logarithm.
    [InlineData(1e12, 3e12, "0 1e12 2e12 3e12")]
    public void Losses_of_one_magnitude_are_linear(double low, double high, string ticks)
    {
        var axis = Axis.OfLoss([low, high]);

        Assert.False(axis.IsLogarithmic);
        Assert.Equal(ticks, Labels(axis));
    }

    [Theory]
    [InlineData(0.04, 3, "0.02 0.05 0.1 0.2 0.5 1 2 5")]
    [InlineData(0.02, 2, "0.02 0.05 0.1 0.2 0.5 1 2")]
    [InlineData(0.01, 100, "0.01 0.1 1 10 100")]
    [InlineData(1e-12, 1e30, "1e-12 1e-6 1 1e6 1e12 1e18 1e24 1e30")]
    public void Losses_of_many_magnitudes_are_logarithmic(double low, double high, string ticks)
    {
        var axis = Axis.OfLoss([low, high]);

        Assert.True(axis.IsLogarithmic);
        Assert.Equal(ticks, Labels(axis));
    }

    [Fact]
    public void The_axis_contains_any_two_losses()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var first = Math.Pow(10, random.NextDouble() * 60 - 30);
            var second = first * Math.Pow(10, random.NextDouble() * random.Next(1, 20));

            var axis = Axis.OfLoss([first, second]);

            Assert.InRange(axis.Position(first), -1e-9, axis.Position(second));
            Assert.InRange(axis.Position(second), axis.Position(first), 1 + 1e-9);
            Assert.InRange(axis.Ticks.Count, 2, 13);
            Assert.Equal((0, 1), (axis.Position(axis.Ticks[0].Value), axis.Position(axis.Ticks[^1].Value)));
            Assert.Equal(axis.Ticks.Count, axis.Ticks.Select(tick => tick.Label).Distinct().Count());
        }
    }

    private static string Labels(Axis axis) => string.Join(' ', axis.Ticks.Select(tick => tick.Label));
}
