using MnistApi.QueueModel;

namespace MnistApi.Tests.TrainingRuns;

/// <summary>The model behind the figures of docs/scaling.md: simulated queues wait as the formulas say, where there are formulas.</summary>
public sealed class QueueSimulationTests
{
    private const int Runs = 400_000;
    private const int Seed = 1;

    /// <summary>
    /// Of the wait by simulation, from that by formula: five standard errors or more at these numbers of runs, which hang together for
    /// hundreds at a time.
    /// </summary>
    private const double Tolerance = 0.06;

    [Theory]
    [InlineData(1, 0.5, 0.5)]
    [InlineData(2, 1.0, 1.0 / 3)]
    [InlineData(3, 2.0, 4.0 / 9)]
    [InlineData(10, 8.0, 0.4092)]
    public void Erlang_C_has_the_values_of_the_tables(int workers, double offered, double expected) =>
        Assert.Equal(expected, WaitingTime.ErlangC(workers, offered), 0.0001);

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(1, 0.8)]
    [InlineData(2, 0.7)]
    [InlineData(4, 0.8)]
    [InlineData(16, 0.9)]
    public void With_exponential_times_the_simulation_waits_as_Erlang_says(int workers, double load)
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
    public void With_one_worker_and_any_times_the_simulation_waits_as_Pollaczek_and_Khinchine_say(double load)
    {
        double[] times = [1, 1, 1, 9];
        var rate = load / times.Average();

        var waits = QueueSimulation.Wait(1, rate, random => times[random.Next(times.Length)], Runs, Seed);

        Near(WaitingTime.MeanOfOneWorker(rate, times.Average(), times.Average(time => time * time)), waits.Average());
    }

    /// <summary>
    /// A batch's first run waits as a customer whose service is the whole batch's, its others for those before them besides.
    /// </summary>
    [Fact]
    public void Runs_that_arrive_together_wait_as_the_formula_for_batches_says()
    {
        const int Together = 10;
        const double Mean = 3;
        const double Rate = 0.7 / (Together * Mean);

        var waits = QueueSimulation.Wait(1, Rate, random => QueueSimulation.DrawExponential(random, Mean), Runs, Seed, Together);

        var ofFirst = WaitingTime.MeanOfOneWorker(Rate, Together * Mean, (Together * Mean * Mean) + (Together * Mean * Together * Mean));
        Near(ofFirst + ((Together - 1) / 2.0 * Mean), waits.Average());
    }

    [Fact]
    public void The_formula_for_any_times_is_the_exact_one_where_there_is_one()
    {
        Assert.Equal(WaitingTime.MeanOfOneWorker(0.2, 3, 21), WaitingTime.MeanOfAny(1, 0.2, 3, 21), 1e-9);
        Assert.Equal(WaitingTime.MeanOfExponential(4, 1, 3), WaitingTime.MeanOfAny(4, 1, 3, 18), 1e-9);
    }

    [Fact]
    public void The_same_seed_waits_the_same() =>
        Assert.Equal(
            QueueSimulation.Wait(2, 0.5, random => random.NextDouble(), 100, Seed),
            QueueSimulation.Wait(2, 0.5, random => random.NextDouble(), 100, Seed));

    private static void Near(double expected, double actual) =>
        Assert.InRange(actual, (1 - Tolerance) * expected, (1 + Tolerance) * expected);
}
