using MnistApi.Training.Networks;

namespace MnistApi.Training.Tests.Networks;

public class SoftmaxTests
{
    [Theory]
    [InlineData(new[] { 1f, 3f, 2f }, 1)]
    [InlineData(new[] { 3f, 1f, 3f }, 0)]
    [InlineData(new[] { float.NaN, float.NaN, float.NaN }, 0)]
    [InlineData(new[] { 1f, 5f, float.NaN, 9f }, 2)]
    [InlineData(new[] { float.NegativeInfinity, float.NegativeInfinity }, 0)]
    [InlineData(new[] { 1f, float.PositiveInfinity }, 1)]
    public void Argmax_is_the_first_of_the_largest_or_the_first_NaN(float[] values, int expected)
    {
        Assert.Equal(expected, Softmax.ArgMax(values));
    }

    [Fact]
    public void Probabilities_sum_to_one_even_for_huge_logits()
    {
        var probabilities = new float[3];

        Softmax.Probabilities([1000f, 1001f, -1e30f], probabilities);

        Assert.Equal(1 / (1 + MathF.E), probabilities[0], 1e-6f);
        Assert.Equal(MathF.E / (1 + MathF.E), probabilities[1], 1e-6f);
        Assert.Equal(0, probabilities[2]);
    }

    [Fact]
    public void A_NaN_among_the_logits_makes_every_probability_NaN()
    {
        var probabilities = new float[3];

        Softmax.Probabilities([1f, float.NaN, 2f], probabilities);

        Assert.All(probabilities, probability => Assert.True(float.IsNaN(probability)));
    }
}
