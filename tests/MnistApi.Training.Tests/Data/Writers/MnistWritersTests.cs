using System.IO.Compression;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Writers;
using MnistApi.Training.Tests.Training;

namespace MnistApi.Training.Tests.Data.Writers;

public class MnistWritersTests
{
    [Theory]
    [InlineData("train", 60_000)]
    [InlineData("test", 10_000)]
    public void The_table_has_the_writer_and_the_series_of_each_image_as_QMNIST_gives_them(string part, int count)
    {
        var writers = RealMnist.Dataset.Writers!;
        var known = part == "train" ? writers.Training : writers.Test;
        var rows = ReadQmnist(part);

        Assert.Equal(count, rows.Length);
        Assert.Equal(rows.Select(row => row.Writer), known.ToArray().Select(writer => (int)writer));
        Assert.Equal(rows.Select(row => row.Series), known.ToArray().Select(writer => ImageWriters.SeriesOf(writer)));
    }

    [Fact]
    public void The_test_images_have_297_writers_who_wrote_no_training_image()
    {
        var writers = RealMnist.Dataset.Writers!;
        ushort[] training = [.. writers.Training.ToArray().Distinct()], test = [.. writers.Test.ToArray().Distinct()];

        Assert.Equal((539, 297), (training.Length, test.Length));
        Assert.Empty(training.Intersect(test));
    }

    [Fact]
    public void Other_datasets_have_no_writers() => Assert.Null(SmallTraining.Dataset.Writers);

    [Fact]
    public void A_split_by_writers_shares_no_writer_and_is_always_the_same()
    {
        var dataset = RealMnist.Dataset;

        var (training, validation) = dataset.Split(5000, ValidationSplit.Writers);
        var again = dataset.Split(5000, ValidationSplit.Writers).Validation;

        Assert.Equal(5000, validation.Count);
        Assert.InRange(training.Count, 54_850, 55_000);
        Assert.Empty(WritersOf(dataset, training).Intersect(WritersOf(dataset, validation)));
        Assert.True(again.Pixels.Span.SequenceEqual(validation.Pixels.Span));
        Assert.True(again.Labels.Span.SequenceEqual(validation.Labels.Span));
    }

    [Fact]
    public void The_first_images_share_most_of_their_writers_with_the_others()
    {
        var writers = RealMnist.Dataset.Writers!.Training.ToArray();

        Assert.Equal((251, 274), (writers[..5000].Intersect(writers[5000..]).Count(), writers[..5000].Distinct().Count()));
    }

    private static HashSet<ushort> WritersOf(Dataset dataset, ImageSet images)
    {
        var byImage = new Dictionary<string, ushort>();
        for (var i = 0; i < dataset.Training.Count; i++)
            byImage[Convert.ToHexString(dataset.Training.Image(i))] = dataset.Writers!.Training.Span[i];
        return [.. Enumerable.Range(0, images.Count).Select(i => byImage[Convert.ToHexString(images.Image(i))])];
    }

    /// <summary>Reads the tables that were made from QMNIST's label files. Skips the test if they are not beside MNIST.</summary>
    private static (int Writer, WriterSeries Series)[] ReadQmnist(string part)
    {
        var path = Path.Combine(RealMnist.Directory, "writers", $"{part}.tsv.gz");
        Assert.SkipUnless(File.Exists(path), $"QMNIST's table is not in {path}.");
        using var table = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var rows = table.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split('\t'));
        return [.. rows.Select(row => (int.Parse(row[3], null), row[2] == "0" ? WriterSeries.Employees : WriterSeries.Students))];
    }
}
