using MnistApi.Training.Data;
using MnistApi.Training.Tests.Training;

namespace MnistApi.Training.Tests.Data;

public class DatasetTests
{
    [Fact]
    public void Validation_images_are_the_first_training_images_and_training_images_the_rest()
    {
        var dataset = SmallTraining.Dataset;

        var (training, validation) = dataset.Split(200);

        Assert.Equal((1000, 200), (training.Count, validation.Count));
        Assert.Equal(dataset.Training.Image(0), validation.Image(0));
        Assert.Equal(dataset.Training.Image(199), validation.Image(199));
        Assert.Equal(dataset.Training.Image(200), training.Image(0));
        Assert.Equal(dataset.Training.Labels.Span[200], training.Labels.Span[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1200)]
    public void A_split_that_leaves_one_side_empty_is_refused(int validationSize)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => SmallTraining.Dataset.Split(validationSize));

        Assert.Contains("validationSize must be between 1 and 1199", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_checksum_changes_with_any_pixel_and_any_label()
    {
        var set = new ImageSet(new byte[784], new byte[] { 3 });
        var pixels = new byte[784];
        pixels[5] = 1;

        string[] checksums =
        [
            new Dataset("a", set, set).Sha256,
            new Dataset("a", new ImageSet(pixels, new byte[] { 3 }), set).Sha256,
            new Dataset("a", set, new ImageSet(pixels, new byte[] { 3 })).Sha256,
            new Dataset("a", new ImageSet(new byte[784], new byte[] { 4 }), set).Sha256,
        ];

        Assert.Equal(4, checksums.Distinct().Count());
        Assert.Equal(checksums[0], new Dataset("another name", set, set).Sha256);
    }

    [Fact]
    public void Images_and_labels_that_disagree_are_refused()
    {
        Assert.Contains(
            "2 labels do not belong to 784 pixels",
            Assert.Throws<ArgumentException>(() => new ImageSet(new byte[784], new byte[2])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Label 10 at index 1",
            Assert.Throws<ArgumentException>(() => new ImageSet(new byte[1568], new byte[] { 9, 10 })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Preprocessing_maps_paper_to_zero_and_ink_to_one()
    {
        byte[] pixels = [.. Enumerable.Range(0, 300).Select(i => (byte)i)]; // Every value, and a rest that no vector divides.
        var inputs = new float[300];

        Preprocessing.ToUnitRange(pixels, inputs);

        Assert.All(pixels.Zip(inputs), pair => Assert.Equal(pair.First / 255f, pair.Second, 1e-7f));
        Assert.Equal((0f, 1f), (inputs[0], inputs[255]));
    }
}
