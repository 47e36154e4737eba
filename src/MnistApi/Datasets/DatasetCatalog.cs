using Microsoft.Extensions.Options;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Mnist;
using MnistApi.Training.Data.Synthetic;

namespace MnistApi.Datasets;

/// <summary>Finds datasets by name.</summary>
internal sealed class DatasetCatalog(MnistDataset mnist, IOptions<DatasetOptions> options)
{
    /// <summary>The names of all datasets, available or not.</summary>
    public static readonly IReadOnlyList<string> Names = [MnistDataset.Name, SyntheticDigits.Name];

    /// <summary>The origin of the synthetic dataset in <see cref="DatasetDescription.Source"/>.</summary>
    private const string Drawn = "drawn";

    private readonly Lazy<Task<Dataset>> _synthetic = new(() => Task.Run(() => Draw(options.Value.Synthetic)));

    /// <summary>Describes all datasets in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<DatasetDescription> Describe() => [mnist.Description, DescribeSynthetic()];

    /// <summary>Finds a dataset without a download. The first call draws the synthetic dataset.</summary>
    /// <returns>The dataset; null if it is not available or if the name is unknown.</returns>
    public async Task<Dataset?> FindAsync(string name, CancellationToken token) => name switch
    {
        MnistDataset.Name => await mnist.FindAsync(token),
        SyntheticDigits.Name => await _synthetic.Value.WaitAsync(token),
        _ => null,
    };

    /// <summary>
    /// Counts the images that a training run of the dataset can use for training and validation. It does not draw the synthetic dataset.
    /// </summary>
    /// <returns>The count; null if the dataset is not available or if the name is unknown.</returns>
    public async Task<int?> FindTrainingCountAsync(string name, CancellationToken token) =>
        name == SyntheticDigits.Name ? options.Value.Synthetic.TrainingCount : (await FindAsync(name, token))?.Training.Count;

    /// <summary>Returns a dataset, after a download if necessary.</summary>
    /// <exception cref="DatasetUnavailableException">The dataset cannot be downloaded, or the name is unknown.</exception>
    public Task<Dataset> GetAsync(string name, CancellationToken token) => name switch
    {
        MnistDataset.Name => mnist.GetAsync(token),
        SyntheticDigits.Name => _synthetic.Value.WaitAsync(token),
        _ => throw new DatasetUnavailableException($"The dataset {name} does not exist."),
    };

    /// <summary>Describes an available dataset.</summary>
    /// <param name="source">The origin of the dataset.</param>
    public static DatasetDescription Describe(Dataset dataset, string source)
    {
        SplitDescription[] splits = [Describe(DatasetSplit.Training, dataset.Training), Describe(DatasetSplit.Test, dataset.Test)];
        return new DatasetDescription(dataset.Name, DatasetState.Available, source, dataset.Sha256, splits, null, null);
    }

    private static Dataset Draw(SyntheticOptions synthetic) =>
        SyntheticDigits.CreateDataset(trainingCount: synthetic.TrainingCount, testCount: synthetic.TestCount);

    private DatasetDescription DescribeSynthetic() => _synthetic is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }
        ? Describe(_synthetic.Value.Result, Drawn)
        : new DatasetDescription(SyntheticDigits.Name, DatasetState.Available, Drawn, null, [], null, null);

    private static SplitDescription Describe(DatasetSplit split, ImageSet images)
    {
        var counts = new int[ImageSet.ClassCount];
        foreach (var label in images.Labels.Span) counts[label]++;
        return new SplitDescription(split, images.Count, counts);
    }
}
