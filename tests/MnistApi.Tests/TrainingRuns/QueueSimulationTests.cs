using MnistApi.QueueModel;

namespace MnistApi.Tests.TrainingRuns;

/// <summary>The model behind the figures in docs/scaling.md. Where formulas exist, the simulated queues agree with them.</summary>
public sealed class QueueSimulationTests
{
    private const int Runs = 400_000;
    private const int Seed = 1;

    /// <summary>
    /// The relative deviation of the simulated wait from the formula. It is at least five standard errors with these numbers of runs, whose
    /// waits are correlated over hundreds of runs.
    /// </summary>
    private const double Tolerance = 0.06;

    [Theory]
    [InlineData(1, 0.5, 0.5)]
    [InlineData(2, 1.0, 1.0 / 3)]
    [InlineData(3, 2.0, 4.0 / 9)]
    [InlineData(10, 8.0, 0.4092)]
    public void Erlang_C_agrees_with_the_tables(int workers, double offered, double expected) =>
        Assert.Equal(expected, WaitingTime.ErlangC(workers, offered), 0.0001);

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(1, 0.8)]
    [InlineData(2, 0.7)]
    [InlineData(4, 0.8)]
    [InlineData(16, 0.9)]
    public void With_exponential_times_the_simulated_wait_agrees_with_Erlang_C(int workers, double load)
    {
        const double Mean = 3;
        var rate = load * workers / Mean;

        var waits = QueueSimulation.Wait(workers, rate, random => QueueSimulation.DrawExponential(random, Mean), Runs, Seed);

        Near(WaitingTime.MeanOfExponential(workers, rate, Mean), waits.Average());
        Near(WaitingTime.QuantileOfExponential(0.95, workers, rate, Mean), QueueSimulation.Quantile(waits, 0.95));
        Assert.Equal(WaitingTime.ErlangC(workers, rate * Mean), waits.Count(wait => wait > 0) / (double)waits.Length, 0.02);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void With_one_worker_and_any_times_the_simulated_wait_agrees_with_Pollaczek_and_Khinchine(double load)
    {
        double[] times = [1, 1, 1, 9];
        var rate = load / times.Average();

        var waits = QueueSimulation.Wait(1, rate, random => times[random.Next(times.Length)], Runs, Seed);

        Near(WaitingTime.MeanOfOneWorker(rate, times.Average(), times.Average(time => time * time)), waits.Average());
    }

    /// <summary>
    /// The first run of a batch waits like a customer whose service takes as long as the whole batch. The other runs also wait for the runs
    /// before them.
    /// </summary>
    [Fact]
    public void The_wait_of_runs_that_arrive_together_agrees_with_the_formula_for_batches()
    {
        const int Together = 10;
        const double Mean = 3;
        const double Rate = 0.7 / (Together * Mean);

        var waits = QueueSimulation.Wait(1, Rate, random => QueueSimulation.DrawExponential(random, Mean), Runs, Seed, Together);

        var ofFirst = WaitingTime.MeanOfOneWorker(Rate, Together * Mean, (Together * Mean * Mean) + (Together * Mean * Together * Mean));
        Near(ofFirst + ((Together - 1) / 2.0 * Mean), waits.Average());
    }

    [Fact]
    public void The_formula_for_any_times_agrees_with_the_exact_one_where_one_exists()
    {
        Assert.Equal(WaitingTime.MeanOfOneWorker(0.2, 3, 21), WaitingTime.MeanOfAny(1, 0.2, 3, 21), 1e-9);
        Assert.Equal(WaitingTime.MeanOfExponential(4, 1, 3), WaitingTime.MeanOfAny(4, 1, 3, 18), 1e-9);
    }

    [Fact]
    public void Equal_seeds_give_equal_waits() =>
        Assert.Equal(
            QueueSimulation.Wait(2, 0.5, random => random.NextDouble(), 100, Seed),
            QueueSimulation.Wait(2, 0.5, random => random.NextDouble(), 100, Seed));

    private static void Near(double expected, double actual) =>
        Assert.InRange(actual, (1 - Tolerance) * expected, (1 + Tolerance) * expected);
}
