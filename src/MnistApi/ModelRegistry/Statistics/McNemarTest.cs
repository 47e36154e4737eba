namespace MnistApi.ModelRegistry.Statistics;

/// <summary>The distribution that a p-value was computed from.</summary>
public enum McNemarMethod
{
    /// <summary>The binomial distribution, for fewer than 25 discordant images. The p-value is exact.</summary>
    ExactBinomial,

    /// <summary>
    /// The chi-square distribution with one degree of freedom and Edwards' continuity correction, for 25 discordant images or more.
    /// </summary>
    ChiSquare,
}

/// <summary>
/// McNemar's test (McNemar, "Note on the sampling error of the difference between correlated proportions or percentages", 1947). It tests
/// whether two models differ by more than chance on the same images. It uses only the discordant images, which exactly one of the models
/// predicts correctly.
/// </summary>
/// <param name="Method">The distribution that the p-value was computed from.</param>
/// <param name="Discordant">The number of images that exactly one of the models predicts correctly.</param>
/// <param name="Statistic">The test statistic, (|fixed - broken| - 1)² / discordant; null for `exactBinomial`.</param>
/// <param name="PValue">The probability of a difference at least as large between equally good models, 0 to 1.</param>
public sealed record McNemarTest(McNemarMethod Method, int Discordant, double? Statistic, double PValue)
{
    /// <summary>The number of discordant images from which the chi-square distribution is a good approximation.</summary>
    private const int MinForChiSquare = 25;

    internal static McNemarTest Of(int fixedCount, int brokenCount)
    {
        var discordant = fixedCount + brokenCount;
        if (discordant < MinForChiSquare)
        {
            var pValue = BinomialPValue(Math.Min(fixedCount, brokenCount), discordant);
            return new McNemarTest(McNemarMethod.ExactBinomial, discordant, null, pValue);
        }

        var distance = Math.Max(0, Math.Abs(fixedCount - brokenCount) - 1);
        var statistic = (double)distance * distance / discordant;
        return new McNemarTest(McNemarMethod.ChiSquare, discordant, statistic, TailOfChiSquare(statistic));
    }

    /// <summary>The probability that a chi-square variable with one degree of freedom exceeds a value.</summary>
    internal static double TailOfChiSquare(double statistic) => ComplementaryError(Math.Sqrt(statistic / 2));

    /// <summary>The two-sided p-value: twice the probability of at most this many heads when fair coins are tossed.</summary>
    private static double BinomialPValue(int heads, int coins)
    {
        double probability = Math.Pow(0.5, coins), sum = 0;
        for (var i = 0; i <= heads; i++)
        {
            sum += probability;
            probability *= (double)(coins - i) / (i + 1);
        }

        return Math.Min(1, 2 * sum);
    }

    /// <summary>
    /// Computes erfc(z) for z >= 0: below 2 with the series 7.1.6 of Abramowitz and Stegun, "Handbook of mathematical functions", and from
    /// 2 with their continued fraction 7.1.14. All terms are positive, so no digits cancel.
    /// </summary>
    private static double ComplementaryError(double z)
    {
        if (z < 2)
        {
            double term = z, sum = z;
            for (var n = 1; term > 1e-17 * sum; n++) sum += term *= 2 * z * z / (2 * n + 1);
            return 1 - 2 / Math.Sqrt(Math.PI) * Math.Exp(-z * z) * sum;
        }

        var fraction = z;
        for (var n = 200; n >= 1; n--) fraction = z + n / 2.0 / fraction;
        return Math.Exp(-z * z) / Math.Sqrt(Math.PI) / fraction;
    }
}
