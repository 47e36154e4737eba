namespace MnistApi.QueueModel;

/// <summary>Waiting in a queue with arrivals at random (Poisson), by formula. Times in any one unit, rates in its inverse.</summary>
internal static class WaitingTime
{
    /// <summary>M/M/c: the probability that an arrival waits (A. K. Erlang, 1917).</summary>
    /// <param name="workers">c.</param>
    /// <param name="offered">
    /// Arrival rate times mean service time, less than <paramref name="workers"/>: the mean number of workers at work.
    /// </param>
    public static double ErlangC(int workers, double offered)
    {
        // Erlang B by its recurrence, which neither overflows nor cancels; C follows from it.
        var blocked = 1.0;
        for (var c = 1; c <= workers; c++) blocked = offered * blocked / (c + (offered * blocked));
        return workers * blocked / (workers - (offered * (1 - blocked)));
    }

    /// <summary>M/M/c: the mean time that an arrival waits.</summary>
    public static double MeanOfExponential(int workers, double arrivalRate, double meanService) =>
        ErlangC(workers, arrivalRate * meanService) * meanService / (workers - (arrivalRate * meanService));

    /// <summary>M/M/c: the time that a share of the arrivals do not wait longer than.</summary>
    /// <param name="quantile">Such as 0.95.</param>
    public static double QuantileOfExponential(double quantile, int workers, double arrivalRate, double meanService) =>
        Math.Max(
            0,
            Math.Log(ErlangC(workers, arrivalRate * meanService) / (1 - quantile)) * meanService / (workers - (arrivalRate * meanService)));

    /// <summary>M/G/1: the mean time that an arrival waits (F. Pollaczek, 1930; A. Khinchine, 1932). Exact.</summary>
    /// <param name="meanSquare">Mean of the service time's square.</param>
    public static double MeanOfOneWorker(double arrivalRate, double meanService, double meanSquare) =>
        arrivalRate * meanSquare / (2 * (1 - (arrivalRate * meanService)));

    /// <summary>
    /// M/G/c: the mean time that an arrival waits, nearly (A. M. Lee and P. A. Longton, 1959): that of M/M/c, by the service time's
    /// variation. Exact with one worker.
    /// </summary>
    public static double MeanOfAny(int workers, double arrivalRate, double meanService, double meanSquare) =>
        MeanOfExponential(workers, arrivalRate, meanService) * meanSquare / (2 * meanService * meanService);
}
