namespace MnistApi.Training.Evaluation;

/// <summary>
/// Confidence interval of a share (Wilson, 1927). Unlike the normal approximation, it is valid near 0 and 1, where accuracies are.
/// </summary>
public static class WilsonInterval
{
    private const double Z = 1.959963984540054; // 97.5 % quantile of the standard normal distribution.

    /// <summary>The 95 % interval.</summary>
    /// <param name="successes">0 to <paramref name="count"/>.</param>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Interval Of(int successes, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, count);
        var share = (double)successes / count;
        var middle = share + Z * Z / (2 * count);
        var half = Z * Math.Sqrt(share * (1 - share) / count + Z * Z / (4.0 * count * count));
        var scale = 1 + Z * Z / count;
        return new Interval(Math.Max(0, (middle - half) / scale), Math.Min(1, (middle + half) / scale));
    }
}
