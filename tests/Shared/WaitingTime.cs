namespace MnistApi.QueueModel;

/// <summary>Formulas for the wait in a queue with random (Poisson) arrivals. Times may be in any unit; rates are in its inverse.</summary>
internal static class WaitingTime
{
    /// <summary>M/M/c: the probability that an arrival waits (A. K. Erlang, 1917).</summary>
    /// <param name="workers">The number of workers, c.</param>
    /// <param name="offered">
    /// The mean number of busy workers: arrival rate times mean service time, less than <paramref name="workers"/>.
    /// </param>
    public static double ErlangC(int workers, double offered)
    {
        // The recurrence for Erlang B neither overflows nor loses digits. Erlang C follows from it.
        var blocked = 1.0;
        for (var c = 1; c <= workers; c++) blocked = offered * blocked / (c + (offered * blocked));
        return workers * blocked / (workers - (offered * (1 - blocked)));
    }

    /// <summary>M/M/c: the mean time that an arrival waits.</summary>
    public static double MeanOfExponential(int workers, double arrivalRate, double meanService) =>
        ErlangC(workers, arrivalRate * meanService) * meanService / (workers - (arrivalRate * meanService));

    /// <summary>M/M/c: the longest wait of the given share of arrivals.</summary>
    /// <param name="quantile">The share of arrivals, such as 0.95.</param>
    public static double QuantileOfExponential(double quantile, int workers, double arrivalRate, double meanService) =>
        Math.Max(
            0,
            Math.Log(ErlangC(workers, arrivalRate * meanService) / (1 - quantile)) * meanService / (workers - (arrivalRate * meanService)));

    /// <summary>M/G/1: the exact mean time that an arrival waits (F. Pollaczek, 1930; A. Khinchine, 1932).</summary>
    /// <param name="meanSquare">The mean of the squared service time.</param>
    public static double MeanOfOneWorker(double arrivalRate, double meanService, double meanSquare) =>
        arrivalRate * meanSquare / (2 * (1 - (arrivalRate * meanService)));

    /// <summary>
    /// M/G/c: approximately the mean time that an arrival waits (A. M. Lee and P. A. Longton, 1959). It scales the wait of M/M/c by the
    /// service time's variation. Exact with one worker.
    /// </summary>
    public static double MeanOfAny(int workers, double arrivalRate, double meanService, double meanSquare) =>
        MeanOfExponential(workers, arrivalRate, meanService) * meanSquare / (2 * meanService * meanService);
}
