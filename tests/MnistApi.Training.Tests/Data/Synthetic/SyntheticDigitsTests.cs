using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;

namespace MnistApi.Training.Tests.Data.Synthetic;

public sealed class SyntheticDigitsTests
{
    [Fact]
    public void The_same_seed_draws_the_same_bytes()
    {
        var first = SyntheticDigits.Draw(seed: 5, count: 200);
        var second = SyntheticDigits.Draw(seed: 5, count: 200);

        Assert.Equal(first.Pixels.ToArray(), second.Pixels.ToArray());
        Assert.Equal(first.Labels.ToArray(), second.Labels.ToArray());
    }

    [Fact]
    public void Another_seed_draws_other_digits_in_another_order()
    {
        var first = SyntheticDigits.Draw(seed: 5, count: 100);
        var second = SyntheticDigits.Draw(seed: 6, count: 100);

        Assert.NotEqual(first.Labels.ToArray(), second.Labels.ToArray());
        Assert.All(Enumerable.Range(0, 100), i => Assert.False(first.Image(i).SequenceEqual(second.Image(i)), $"Image {i} is the same."));
    }

    [Fact]
    public void An_image_depends_on_its_index_and_not_on_how_many_are_drawn()
    {
        var many = SyntheticDigits.Draw(seed: 5, count: 60);

        var few = SyntheticDigits.Draw(seed: 5, count: 7, firstIndex: 33);

        Assert.Equal(many.Slice(33, 7).Pixels.ToArray(), few.Pixels.ToArray());
        Assert.Equal(many.Slice(33, 7).Labels.ToArray(), few.Labels.ToArray());
    }

    [Fact]
    public void Every_ten_images_are_the_ten_digits_in_an_order_of_their_own()
    {
        var labels = SyntheticDigits.Draw(seed: 5, count: 500).Labels.ToArray();

        var tens = labels.Chunk(10).ToArray();

        Assert.All(tens, ten => Assert.Equal("0123456789", string.Concat(ten.Order())));
        Assert.InRange(tens.Select(ten => string.Concat(ten)).Distinct().Count(), 45, 50);
    }

    [Fact]
    public void No_two_images_are_the_same()
    {
        var set = SyntheticDigits.Draw(seed: 5, count: 1000);

        var distinct = Enumerable.Range(0, set.Count).Select(i => Convert.ToHexString(set.Image(i))).Distinct().Count();

        Assert.Equal(set.Count, distinct);
    }

    [Fact]
    public void Every_image_is_normalized_as_MNIST_was()
    {
        var set = SyntheticDigits.Draw(seed: 5, count: 1000);

        for (var i = 0; i < set.Count; i++)
        {
            var image = set.Image(i).ToArray();
            var lit = Enumerable.Range(0, image.Length).Where(p => image[p] > 0).ToArray();
            Assert.InRange(lit.Max(p => p % 28) - lit.Min(p => p % 28) + 1, 1, 20);
            Assert.InRange(lit.Max(p => p / 28) - lit.Min(p => p / 28) + 1, 1, 20);
            Assert.InRange(image.Max(), 200, 255);
        }
    }

    [Fact]
    public void Gray_levels_are_distributed_as_in_MNIST()
    {
        var pixels = SyntheticDigits.Draw(seed: 5, count: 5000).Pixels.ToArray();

        var mean = pixels.Average(pixel => pixel / 255.0);
        var deviation = Math.Sqrt(pixels.Average(pixel => Math.Pow(pixel / 255.0 - mean, 2)));

        // MNIST's training images: 0.1307 and 0.3081.
        Assert.InRange(mean, 0.125, 0.137);
        Assert.InRange(deviation, 0.300, 0.317);
    }

    [Fact]
    public void The_dataset_has_the_announced_size_and_its_test_images_are_not_among_its_training_images()
    {
        var dataset = SyntheticDigits.CreateDataset(seed: 5, trainingCount: 300, testCount: 200);

        Assert.Equal("synthetic", dataset.Name);
        Assert.Equal(300, dataset.Training.Count);
        Assert.Equal(200, dataset.Test.Count);
        Assert.Empty(Images(dataset.Training).Intersect(Images(dataset.Test)));
    }

    [Fact]
    public void Test_images_are_the_same_however_many_there_are_for_training()
    {
        var small = SyntheticDigits.CreateDataset(seed: 5, trainingCount: 10, testCount: 50);
        var large = SyntheticDigits.CreateDataset(seed: 5, trainingCount: 400, testCount: 50);

        Assert.Equal(Images(small.Test), Images(large.Test));
    }

    [Fact]
    public void Varied_digits_have_the_same_labels_and_thinner_and_thicker_strokes()
    {
        var (usual, varied) = (SyntheticDigits.Draw(seed: 5, count: 2000), SyntheticDigits.DrawVaried(seed: 5, count: 2000));

        Assert.Equal(usual.Labels.ToArray(), varied.Labels.ToArray());
        Assert.Equal(varied.Slice(33, 7).Pixels.ToArray(), SyntheticDigits.DrawVaried(seed: 5, count: 7, firstIndex: 33).Pixels.ToArray());
        Assert.InRange(InkQuantile(varied, 0.05) / (double)InkQuantile(usual, 0.05), 0.5, 0.9);
        Assert.InRange(InkQuantile(varied, 0.95) / (double)InkQuantile(usual, 0.95), 1.1, 1.5);
    }

    [Fact]
    public void Nothing_can_be_drawn() => Assert.Equal(0, SyntheticDigits.Draw(seed: 5, count: 0).Count);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1, -1)]
    [InlineData(2, int.MaxValue)]
    public void Counts_and_indices_out_of_range_are_refused(int count, int firstIndex) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Draw(seed: 5, count, firstIndex));

    private static int InkQuantile(ImageSet set, double share) =>
        Enumerable.Range(0, set.Count).Select(i => set.Image(i).ToArray().Sum(pixel => pixel)).Order().ElementAt((int)(share * set.Count));

    private static IEnumerable<string> Images(ImageSet set) =>
        Enumerable.Range(0, set.Count).Select(i => Convert.ToHexString(set.Image(i)));

    [Fact]
    public void Strokes_are_the_ten_digits_in_turn_as_polylines_about_one_unit_high()
    {
        var written = Enumerable.Range(0, 100).Select(index => SyntheticDigits.Strokes(seed: 5, index)).ToArray();

        Assert.All(written.Select(digit => digit.Label).Chunk(10), ten => Assert.Equal("0123456789", string.Concat(ten.Order())));
        Assert.All(written, digit => Assert.All(digit.Strokes, stroke => Assert.True(stroke.Count > 1)));
        Assert.All(written, digit =>
        {
            var heights = digit.Strokes.SelectMany(stroke => stroke).Select(point => point.Y).ToArray();
            Assert.InRange(heights.Max() - heights.Min(), 0.5f, 2);
        });
        Assert.Equal(written[7].Strokes, SyntheticDigits.Strokes(seed: 5, 7).Strokes);
        Assert.NotEqual(written[7].Strokes, SyntheticDigits.Strokes(seed: 6, 7).Strokes);
    }
}
