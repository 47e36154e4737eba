using MnistApi.Datasets;
using MnistApi.Training.Data.Synthetic;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>Chooses the dataset of a run or a sweep.</summary>
internal static class DatasetChoice
{
    /// <summary>
    /// Returns the dataset that the request names. If it names none, returns MNIST if available, otherwise synthetic digits.
    /// </summary>
    /// <returns>The name of the dataset, and a warning if the choice was synthetic digits.</returns>
    public static async Task<(string Dataset, IReadOnlyList<RunWarning> Warnings)> ChooseAsync(
        string? requested, DatasetCatalog datasets, CancellationToken token)
    {
        if (requested is not null) return (requested, []);
        if (await datasets.FindAsync(MnistDataset.Name, token) is not null) return (MnistDataset.Name, []);

        var warning = new RunWarning(
            RunWarningCode.SyntheticDataset,
            "The request names no dataset and MNIST is not available, so the run trains on synthetic digits. "
            + "GET /api/v1/datasets gives the reason and says what to do.");
        return (SyntheticDigits.Name, [warning]);
    }
}
