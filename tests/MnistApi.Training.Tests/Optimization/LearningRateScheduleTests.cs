using MnistApi.Training.Configuration;
using MnistApi.Training.Optimization;

namespace MnistApi.Training.Tests.Optimization;

public class LearningRateScheduleTests
{
    private const int StepsPerEpoch = 10;
    private const int Epochs = 10;

    [Fact]
    public void A_constant_rate_stays()
    {
        Assert.All(Rates(new ScheduleConfig()), rate => Assert.Equal(0.1, rate));
    }

    [Fact]
    public void A_step_schedule_multiplies_the_rate_every_few_epochs()
    {
        var rates = Rates(new ScheduleConfig { Kind = ScheduleKind.Step, StepEpochs = 3, StepFactor = 0.5 });

        Assert.Equal(
            [0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.0125],
            rates.Chunk(StepsPerEpoch).Select(epoch => epoch.Distinct().Single()));
    }

    [Fact]
    public void A_cosine_falls_from_the_whole_rate_to_its_last_share()
    {
        var rates = Rates(new ScheduleConfig { Kind = ScheduleKind.Cosine, FinalFactor = 0.1 });

        Assert.Equal(0.1, rates[0]);
        Assert.Equal(0.01, rates[^1], 9);
        Assert.Equal((rates[0] + rates[^1]) / 2, (rates[49] + rates[50]) / 2, 9);
        Assert.All(rates.Zip(rates.Skip(1)), pair => Assert.True(pair.First > pair.Second));
    }

    [Fact]
    public void One_cycle_rises_to_the_whole_rate_and_falls_to_its_last_share()
    {
        var rates = Rates(
            new ScheduleConfig { Kind = ScheduleKind.OneCycle, WarmupFraction = 0.3, InitialFactor = 0.04, FinalFactor = 0.001 });

        Assert.Equal(0.004, rates[0], 9);
        Assert.Equal(0.1, rates.Max(), 9);
        Assert.Equal(29, Array.IndexOf(rates, rates.Max()));
        Assert.Equal(0.0001, rates[^1], 9);
        Assert.All(rates.Take(30).Zip(rates.Skip(1)), pair => Assert.True(pair.First < pair.Second || pair.First == rates.Max()));
        Assert.All(rates.Skip(29).Zip(rates.Skip(30)), pair => Assert.True(pair.First > pair.Second));
    }

    [Theory]
    [InlineData(ScheduleKind.Constant)]
    [InlineData(ScheduleKind.Step)]
    [InlineData(ScheduleKind.Cosine)]
    [InlineData(ScheduleKind.OneCycle)]
    public void A_run_of_a_single_step_has_a_finite_rate(ScheduleKind kind)
    {
        var rate = new LearningRateSchedule(new ScheduleConfig { Kind = kind }, 0.1, stepsPerEpoch: 1, epochs: 1).At(0);

        Assert.InRange(rate, 0, 0.1);
    }

    private static double[] Rates(ScheduleConfig config)
    {
        var schedule = new LearningRateSchedule(config, 0.1, StepsPerEpoch, Epochs);
        return [.. Enumerable.Range(0, StepsPerEpoch * Epochs).Select(step => schedule.At(step))];
    }
}
