using MnistApi.ModelRegistry.Statistics;

namespace MnistApi.Tests.ModelRegistry.Statistics;

/// <summary>Compares with values computed by hand: sums of binomial coefficients over powers of two, and tables of chi-square.</summary>
public class McNemarTestTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 0, 1)] // 2 * 1/2
    [InlineData(5, 0, 0.0625)] // 2 * 1/32
    [InlineData(2, 8, 0.109375)] // 2 * (1 + 10 + 45) / 1024
    [InlineData(6, 4, 0.75390625)] // 2 * (1 + 10 + 45 + 120 + 210) / 1024
    [InlineData(12, 12, 1)] // 2 * more than half
    [InlineData(0, 24, 1.1920928955078125e-7)] // 2 / 2^24
    public void The_test_is_exact_for_few_discordant_images(int mended, int broken, double pValue)
    {
        var test = McNemarTest.Of(mended, broken);

        Assert.Equal((McNemarMethod.ExactBinomial, mended + broken, null), (test.Method, test.Discordant, test.Statistic));
        Assert.Equal(pValue, test.PValue, 1e-15);
    }

    [Theory]
    [InlineData(20, 5, 7.84, 0.005110260660855864)] // (15 - 1)² / 25
    [InlineData(59, 41, 2.89, 0.08913092551708608)] // (18 - 1)² / 100
    [InlineData(13, 13, 0, 1)] // Without a difference, the correction does not go below zero.
    [InlineData(14, 13, 0, 1)]
    [InlineData(121, 150, 2.892988929889299, 0.08896573517643727)]
    [InlineData(0, 1000, 998.001, 4.884013735521507e-219)]
    public void The_test_uses_chi_square_for_many_discordant_images(int mended, int broken, double statistic, double pValue)
    {
        var test = McNemarTest.Of(mended, broken);

        Assert.Equal((McNemarMethod.ChiSquare, mended + broken), (test.Method, test.Discordant));
        Assert.Equal(statistic, test.Statistic!.Value, 1e-12);
        Assert.Equal(pValue, test.PValue, pValue * 1e-12);
    }

    [Theory]
    [InlineData(3.841458820694124, 0.05)]
    [InlineData(6.634896601021213, 0.01)]
    [InlineData(10.827566170662733, 0.001)]
    public void The_tail_of_chi_square_agrees_with_the_tables(double statistic, double pValue) =>
        Assert.Equal(pValue, McNemarTest.TailOfChiSquare(statistic), pValue * 1e-12);
}
