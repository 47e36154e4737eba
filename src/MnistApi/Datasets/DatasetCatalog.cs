using Microsoft.Extensions.Options;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Mnist;
using MnistApi.Training.Data.Synthetic;

namespace MnistApi.Datasets;

/// <summary>The datasets by name.</summary>
internal sealed class DatasetCatalog(MnistDataset mnist, IOptions<DatasetOptions> options)
{
    public static readonly IReadOnlyList<string> Names = [MnistDataset.Name, SyntheticDigits.Name];

    private readonly Lazy<Task<Dataset>> _synthetic = new(() => Task.Run(
        () => SyntheticDigits.CreateDataset(trainingCount: options.Value.Synthetic.TrainingCount, testCount: options.Value.Synthetic.TestCount)));

    /// <summary>What is there, in the order to show it.</summary>
    public IReadOnlyList<DatasetDescription> Describe() => [mnist.Description, DescribeSynthetic()];

    /// <summary>The dataset where it is here, or can be made here; null where it cannot, or not yet.</summary>
    public async Task<Dataset?> FindAsync(string name, CancellationToken token) => name switch
    {
        MnistDataset.Name => await mnist.FindAsync(token),
        SyntheticDigits.Name => await _synthetic.Value.WaitAsync(token),
        _ => null,
    };

    /// <summary>Images that a run of the dataset would train and validate on; null where the dataset is not here. Draws nothing.</summary>
    public async Task<int?> FindTrainingCountAsync(string name, CancellationToken token) =>
        name == SyntheticDigits.Name ? options.Value.Synthetic.TrainingCount : (await FindAsync(name, token))?.Training.Count;

    /// <summary>The dataset, after a download if it must be.</summary>
    /// <exception cref="DatasetUnavailableException">It cannot be had.</exception>
    public Task<Dataset> GetAsync(string name, CancellationToken token) => name switch
    {
        MnistDataset.Name => mnist.GetAsync(token),
        SyntheticDigits.Name => _synthetic.Value.WaitAsync(token),
        _ => throw new DatasetUnavailableException($"There is no dataset {name}."),
    };

    public static DatasetDescription Describe(Dataset dataset, string source) =>
        new(dataset.Name, DatasetState.Available, source, dataset.Sha256, [Describe(DatasetSplit.Training, dataset.Training), Describe(DatasetSplit.Test, dataset.Test)], null, null);

    private DatasetDescription DescribeSynthetic() => _synthetic is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }
        ? Describe(_synthetic.Value.Result, "drawn")
        : new DatasetDescription(SyntheticDigits.Name, DatasetState.Available, "drawn", null, [], null, null);

    private static SplitDescription Describe(DatasetSplit split, ImageSet images)
    {
        var counts = new int[ImageSet.ClassCount];
        foreach (var label in images.Labels.Span) counts[label]++;
        return new SplitDescription(split, images.Count, counts);
    }
}
