using MnistApi.ModelRegistry.Contracts;
using MnistApi.TestErrors;
using MnistApi.Training.Data.Writers;
using MnistApi.Training.Evaluation.Slices;

namespace MnistApi.Tests.TestErrors;

/// <summary>The slices of the model that ships with the service, on real MNIST.</summary>
[Trait(TestDatabase.Category, TestDatabase.AnyProvider)]
public sealed class MnistSlicesTests : IAsyncLifetime
{
    private const string Builtin = $"{Api.Models}/builtin";

    private ServiceProcess? _service;

    private HttpClient Client => _service!.Client;

    public async ValueTask InitializeAsync()
    {
        var directory = RealMnist.Directory;
        _service = await ServiceProcess.StartAsync(null, ("Datasets__Mnist__Directories__0", directory));
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
    }

    [Fact]
    public async Task Errors_are_found_by_series_and_by_writer_and_the_slices_count_the_same()
    {
        var evaluation = await Client.GetAsync<ModelEvaluation>($"{Builtin}/evaluation");
        var slices = await Client.GetAsync<ModelSlices>($"{Builtin}/slices");
        var bySeries = slices.Slices.Where(slice => slice.Dimension == SliceDimension.Series).ToArray();

        Assert.Equal([("employees", 4999), ("students", 5001)], bySeries.Select(slice => (slice.Name, slice.SampleCount)));
        Assert.Equal(10_000 - evaluation.CorrectCount, bySeries.Sum(slice => slice.ErrorCount));
        foreach (var series in bySeries)
        {
            var errors = await Client.ListAllAsync<TestError>($"{Builtin}/test-errors", $"series={series.Name}");
            Assert.Equal(series.ErrorCount, errors.Count);
            Assert.All(errors, error => Assert.Equal(series.Name == "students", error.Series == WriterSeries.Students));
        }

        Assert.Equal(SliceTable.MaxWriters, slices.WorstWriters.Count);
        foreach (var writer in slices.WorstWriters)
        {
            var errors = await Client.ListAllAsync<TestError>($"{Builtin}/test-errors", $"writer={writer.Writer}");
            Assert.Equal(writer.ErrorIndices, errors.Select(error => error.Index));
            Assert.All(errors, error => Assert.Equal((writer.Writer, writer.Series), (error.Writer, error.Series)));
        }
    }
}
