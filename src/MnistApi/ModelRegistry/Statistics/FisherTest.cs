namespace MnistApi.ModelRegistry.Statistics;

/// <summary>
/// Fisher's exact test (Fisher, "On the interpretation of chi-square from contingency tables", 1922). It tests whether two accuracies on
/// different images differ by more than chance. Unlike the z-test, it is also valid for a few images.
/// </summary>
internal static class FisherTest
{
    /// <summary>
    /// The largest difference of log probabilities that is treated as a rounding error, so that the tables count as equally probable.
    /// </summary>
    private const double Rounding = 1e-7;

    /// <returns>
    /// The two-sided p-value, 0 to 1: if the accuracies were equal, the probability of a table that is at most as probable as the observed
    /// one.
    /// </returns>
    public static double PValueOf(MeasuredAccuracy a, MeasuredAccuracy b)
    {
        var correct = a.CorrectCount + b.CorrectCount;
        var logFactorials = LogFactorials(a.SampleCount + b.SampleCount);
        double LogChoose(int n, int k) => logFactorials[n] - logFactorials[k] - logFactorials[n - k];
        double LogProbability(int correctOfA) =>
            LogChoose(a.SampleCount, correctOfA)
            + LogChoose(b.SampleCount, correct - correctOfA)
            - LogChoose(a.SampleCount + b.SampleCount, correct);

        var bound = LogProbability(a.CorrectCount) + Rounding;
        var (fewest, most) = (Math.Max(0, correct - b.SampleCount), Math.Min(a.SampleCount, correct));
        var logProbabilities = Enumerable.Range(fewest, most - fewest + 1).Select(LogProbability);
        return Math.Min(1, logProbabilities.Where(probability => probability <= bound).Sum(Math.Exp));
    }

    private static double[] LogFactorials(int largest)
    {
        var logarithms = new double[largest + 1];
        for (var n = 2; n <= largest; n++) logarithms[n] = logarithms[n - 1] + Math.Log(n);
        return logarithms;
    }
}
