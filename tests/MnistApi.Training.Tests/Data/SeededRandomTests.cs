using MnistApi.Training.Data;

namespace MnistApi.Training.Tests.Data;

public class SeededRandomTests
{
    [Fact]
    public void The_stream_of_a_key_is_the_same_for_ever()
    {
        var random = new SeededRandom(42);

        // From the published algorithm in another language: another value would silently change every recipe's result.
        Assert.Equal(
            [0x57E1FABA65107204UL, 0xF4ABD143FEB24055UL, 0x7C816738C12903B2UL],
            [random.NextUInt64(), random.NextUInt64(), random.NextUInt64()]);
    }

    [Fact]
    public void Other_keys_and_another_order_give_other_streams()
    {
        var firsts = new[]
        {
            new SeededRandom(1, 2, 3),
            new SeededRandom(1, 3, 2),
            new SeededRandom(3, 2, 1),
            new SeededRandom(1, 2),
            new SeededRandom(1, 2, 0),
            new SeededRandom(-1),
            new SeededRandom(),
        }
            .Select(random => random.NextUInt64());

        Assert.Equal(7, firsts.Distinct().Count());
    }

    [Fact]
    public void Floats_are_uniform_from_zero_to_below_one()
    {
        var random = new SeededRandom(1);
        var values = Enumerable.Range(0, 100_000).Select(_ => random.NextSingle()).ToList();

        Assert.All(values, value => Assert.True(value is >= 0 and < 1));
        Assert.Equal(0.5, values.Average(), 0.005);
        Assert.All(values.GroupBy(value => (int)(value * 10)), bin => Assert.InRange(bin.Count(), 9_600, 10_400));
    }

    [Fact]
    public void Gaussians_have_mean_zero_and_deviation_one()
    {
        var random = new SeededRandom(1);
        var values = Enumerable.Range(0, 100_000).Select(_ => (double)random.NextGaussian()).ToList();

        Assert.All(values, value => Assert.True(double.IsFinite(value)));
        Assert.Equal(0, values.Average(), 0.015);
        Assert.Equal(1, Math.Sqrt(values.Average(value => value * value)), 0.015);
        Assert.Equal(0.0455, values.Count(value => Math.Abs(value) > 2) / 100_000.0, 0.003);
    }

    [Fact]
    public void Integers_reach_every_value_below_the_bound()
    {
        var random = new SeededRandom(1);
        var counts = Enumerable.Range(0, 70_000).Select(_ => random.NextInt32(7)).CountBy(value => value).ToDictionary();

        Assert.Equal([0, 1, 2, 3, 4, 5, 6], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void A_shuffle_keeps_every_item_and_puts_each_anywhere()
    {
        var random = new SeededRandom(1);
        var firsts = Enumerable.Range(0, 50_000).Select(_ =>
        {
            int[] items = [0, 1, 2, 3, 4];
            random.Shuffle(items.AsSpan());
            Assert.Equal([0, 1, 2, 3, 4], items.Order());
            return items[0];
        }).CountBy(first => first);

        Assert.All(firsts, first => Assert.InRange(first.Value, 9_600, 10_400));
    }
}
