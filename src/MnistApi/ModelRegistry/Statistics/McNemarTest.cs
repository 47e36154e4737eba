namespace MnistApi.ModelRegistry.Statistics;

/// <summary>How a p-value was computed.</summary>
public enum McNemarMethod
{
    /// <summary>By the binomial distribution, for fewer than 25 images.</summary>
    ExactBinomial,

    /// <summary>By the chi-square distribution with one degree of freedom and Edwards' continuity correction, for 25 images or more.</summary>
    ChiSquare,
}

/// <summary>
/// McNemar's test ("Note on the sampling error of the difference between correlated proportions or percentages", 1947): whether two
/// models that saw the same images differ by more than chance. Only images that one of them has right and the other wrong tell.
/// </summary>
/// <param name="Method">How the p-value was computed.</param>
/// <param name="Discordant">Images that exactly one of the models has right.</param>
/// <param name="Statistic">(|fixed - broken| - 1)² / discordant; null where the method is exact.</param>
/// <param name="PValue">Probability of a difference at least as large between models that are equally good, 0 to 1.</param>
public sealed record McNemarTest(McNemarMethod Method, int Discordant, double? Statistic, double PValue)
{
    /// <summary>From so many discordant images on, chi-square is close enough.</summary>
    private const int Few = 25;

    internal static McNemarTest Of(int mended, int broken)
    {
        var discordant = mended + broken;
        if (discordant < Few) return new McNemarTest(McNemarMethod.ExactBinomial, discordant, null, Binomial(Math.Min(mended, broken), discordant));

        var distance = Math.Max(0, Math.Abs(mended - broken) - 1);
        var statistic = (double)distance * distance / discordant;
        return new McNemarTest(McNemarMethod.ChiSquare, discordant, statistic, TailOfChiSquare(statistic));
    }

    /// <summary>The probability that a chi-square variable of one degree of freedom is larger.</summary>
    internal static double TailOfChiSquare(double statistic) => ComplementaryError(Math.Sqrt(statistic / 2));

    /// <summary>Two-sided: twice the probability of at most so many heads of so many fair coins.</summary>
    private static double Binomial(int heads, int coins)
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
    /// erfc(z) for z >= 0: by the series of Abramowitz and Stegun 7.1.6, and from 2 on by their continued fraction 7.1.14. All
    /// terms are positive, so none cancels another.
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
