namespace MnistApi.ModelRegistry.Statistics;

/// <summary>
/// Fisher's exact test ("On the interpretation of chi-square from contingency tables", 1922): whether two shares of different images differ by more than chance.
/// Unlike the z-test, it holds for a handful of images too.
/// </summary>
internal static class FisherTest
{
    /// <summary>Tables whose probabilities differ by rounding alone are equally probable.</summary>
    private const double Rounding = 1e-7;

    /// <returns>The probability of a table that is at most as probable as this one, between shares that are equal: 0 to 1.</returns>
    public static double PValueOf(MeasuredAccuracy a, MeasuredAccuracy b)
    {
        var correct = a.CorrectCount + b.CorrectCount;
        var logFactorials = LogFactorials(a.SampleCount + b.SampleCount);
        double LogChoose(int n, int k) => logFactorials[n] - logFactorials[k] - logFactorials[n - k];
        double LogProbability(int ofA) => LogChoose(a.SampleCount, ofA) + LogChoose(b.SampleCount, correct - ofA) - LogChoose(a.SampleCount + b.SampleCount, correct);

        var bound = LogProbability(a.CorrectCount) + Rounding;
        var (fewest, most) = (Math.Max(0, correct - b.SampleCount), Math.Min(a.SampleCount, correct));
        return Math.Min(1, Enumerable.Range(fewest, most - fewest + 1).Select(LogProbability).Where(probability => probability <= bound).Sum(Math.Exp));
    }

    private static double[] LogFactorials(int largest)
    {
        var logarithms = new double[largest + 1];
        for (var n = 2; n <= largest; n++) logarithms[n] = logarithms[n - 1] + Math.Log(n);
        return logarithms;
    }
}
