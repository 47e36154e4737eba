using MnistApi.Training.Data;

namespace MnistApi.Training.Tests.Data;

public class RealMnistTests
{
    [Fact]
    public void It_has_60000_training_and_10000_test_images()
    {
        var mnist = RealMnist.Dataset;
        Assert.Equal((60_000, 10_000), (mnist.Training.Count, mnist.Test.Count));
    }

    [Fact]
    public void Its_checksum_is_that_of_the_four_published_files()
    {
        Assert.Equal("b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a", RealMnist.Dataset.Sha256);
    }

    [Fact]
    public void Its_classes_are_as_frequent_as_published()
    {
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], Histogram(RealMnist.Dataset.Training));
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], Histogram(RealMnist.Dataset.Test));
    }

    [Fact]
    public void The_share_of_zeros_in_the_first_5000_training_labels_is_that_of_the_lecture()
    {
        var zeros = RealMnist.Dataset.Training.Slice(0, 5_000).Labels.Span.Count((byte)0);
        Assert.Equal(0.0958, zeros / 5_000.0);
    }

    private static int[] Histogram(ImageSet set) =>
        [.. Enumerable.Range(0, ImageSet.ClassCount).Select(digit => set.Labels.Span.Count((byte)digit))];
}
