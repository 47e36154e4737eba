using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Writers;
using MnistApi.Training.Tests.Training;

namespace MnistApi.Training.Tests.Data;

public class WriterSplitTests
{
    private const int Writers = 24;

    private static readonly Dataset Digits = SmallTraining.Dataset;

    /// <summary>1,200 images. The first pixel of an image is its writer, 0 to 23, with 50 images each.</summary>
    private static readonly Dataset Written = WrittenBy(i => (ushort)(i % Writers));

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(199)]
    [InlineData(1150)]
    public void Validation_has_exactly_as_many_images_as_requested_and_no_writer_of_the_training_images(int size)
    {
        var (training, validation) = Written.Split(size, ValidationSplit.Writers);

        var writers = (size + 49) / 50;
        Assert.Equal((size, writers), (validation.Count, WritersOf(validation).Count()));
        Assert.Equal((1200 - 50 * writers, Writers - writers), (training.Count, WritersOf(training).Count()));
        Assert.Empty(WritersOf(training).Intersect(WritersOf(validation)));
    }

    [Fact]
    public void More_validation_images_keep_the_writers_of_fewer()
    {
        var few = WritersOf(Written.Split(100, ValidationSplit.Writers).Validation);
        var more = WritersOf(Written.Split(300, ValidationSplit.Writers).Validation);

        Assert.Subset(more.ToHashSet(), few.ToHashSet());
    }

    [Fact]
    public void A_split_that_leaves_no_writer_for_training_is_refused()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Written.Split(1151, ValidationSplit.Writers));

        Assert.Contains("too few writers", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dataset_without_writers_cannot_be_split_by_them()
    {
        var exception = Assert.Throws<ArgumentException>(() => Digits.Split(200, ValidationSplit.Writers));

        Assert.Contains("The writers of 'synthetic' are not known", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writers_must_match_the_images() => Assert.Throws<ArgumentException>(() =>
        new Dataset("digits", Digits.Training, Digits.Test, new ImageWriters(new ushort[1199], new ushort[300])));

    private static Dataset WrittenBy(Func<int, ushort> writerOf)
    {
        var pixels = Digits.Training.Pixels.ToArray();
        ushort[] writers = [.. Enumerable.Range(0, Digits.Training.Count).Select(writerOf)];
        for (var i = 0; i < writers.Length; i++) pixels[i * ImageSet.PixelsPerImage] = (byte)writers[i];
        var training = new ImageSet(pixels, Digits.Training.Labels);
        return new Dataset("written", training, Digits.Test, new ImageWriters(writers, new ushort[Digits.Test.Count]));
    }

    private static IEnumerable<byte> WritersOf(ImageSet images) =>
        Enumerable.Range(0, images.Count).Select(i => images.Image(i)[0]).Distinct();
}
