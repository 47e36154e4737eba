using MnistApi.Training.Text;

namespace MnistApi.Training.Tests.Text;

public sealed class FiniteNumbersTests
{
    [Fact]
    public void A_number_that_is_not_finite_is_null()
    {
        Assert.Equal(
            [1.5, null, null, null],
            new[] { 1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity }.Select(value => value.FiniteOrNull()));
        Assert.Equal(
            [-1.5f, null, null, null],
            new[] { -1.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity }.Select(value => value.FiniteOrNull()));
    }
}
