using MnistApi.Training.Data.Writers;
using MnistApi.Training.Evaluation.Slices;
using MnistApi.Training.Tests.Training;

namespace MnistApi.Training.Tests.Evaluation.Slices;

public class SliceTableTests
{
    private static readonly HashSet<int> Errors = [3, 40, 41, 42, 100, 299];

    [Fact]
    public void The_slices_of_each_dimension_have_all_images_and_all_errors()
    {
        var images = SmallTraining.Dataset.Test;
        var slices = SliceTable.Measure(images, Errors, new ushort[images.Count]);

        Assert.Equal(Enum.GetValues<SliceDimension>(), slices.Select(slice => slice.Dimension).Distinct());
        Assert.All(slices.GroupBy(slice => slice.Dimension), slices =>
        {
            Assert.Equal(images.Count, slices.Sum(slice => slice.SampleCount));
            Assert.Equal(Errors.Count, slices.Sum(slice => slice.ErrorCount));
            Assert.Distinct(slices.Select(slice => slice.Name));
        });
    }

    [Fact]
    public void A_slice_counts_the_images_that_it_names()
    {
        var images = SmallTraining.Dataset.Test;
        var slices = SliceTable.Measure(images, Errors, null);

        Assert.DoesNotContain(slices, slice => slice.Dimension == SliceDimension.Series);
        foreach (var digit in Enumerable.Range(0, 10))
        {
            var slice = slices.Single(slice => slice.Dimension == SliceDimension.Digit && slice.Name == $"{digit}");
            Assert.Equal(images.Labels.ToArray().Count(label => label == digit), slice.SampleCount);
            Assert.Equal(Errors.Count(error => images.Labels.Span[error] == digit), slice.ErrorCount);
            Assert.Equal(1 - (double)slice.ErrorCount / slice.SampleCount, slice.Accuracy, 1e-12);
            Assert.InRange(slice.Accuracy, slice.AccuracyInterval.Low, slice.AccuracyInterval.High);
        }

        var wide = Enumerable.Range(0, images.Count).Where(i => ImageTraits.Of(images.Image(i)).StrokeWidth >= 2.8).ToArray();
        var widest = slices.Single(slice => slice.Name == "2.8 px and more");
        Assert.Equal((wide.Length, wide.Count(Errors.Contains)), (widest.SampleCount, widest.ErrorCount));
    }

    [Fact]
    public void The_worst_writers_have_the_most_errors_with_all_their_images()
    {
        // Writer 2100 + i / 20 wrote the images from 20 i on.
        ushort[] writers = [.. Enumerable.Range(0, 300).Select(i => (ushort)(2100 + i / 20))];

        var worst = SliceTable.WorstWriters(Errors, writers);

        Assert.Equal([2102, 2100, 2105, 2114], worst.Select(writer => writer.Writer));
        Assert.Equal(Enumerable.Range(40, 20), worst[0].Indices);
        Assert.Equal([40, 41, 42], worst[0].ErrorIndices);
        Assert.Equal((WriterSeries.Students, 0.85), (worst[0].Series, worst[0].Accuracy));
    }

    [Fact]
    public void Of_writers_with_as_many_errors_the_one_with_fewer_images_comes_first_and_ten_are_listed()
    {
        // Writer 0 wrote 40 images, writers 1 to 26 wrote 10 each.
        ushort[] writers = [.. Enumerable.Range(0, 300).Select(i => (ushort)(i < 40 ? 0 : 1 + (i - 40) / 10))];
        HashSet<int> firstOfEach = [0, .. Enumerable.Range(0, 26).Select(i => 40 + 10 * i)];

        var worst = SliceTable.WorstWriters(firstOfEach, writers);

        Assert.Equal(Enumerable.Range(1, 10), worst.Select(writer => writer.Writer));
    }
}
