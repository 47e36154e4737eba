namespace MnistApi.Datasets;

/// <summary>Examples for the OpenAPI document.</summary>
internal static class DatasetExamples
{
    public static IReadOnlyList<object> All { get; } =
    [
        new DatasetDescription(
            MnistDataset.Name, DatasetState.Available, "https://ossci-datasets.s3.amazonaws.com/mnist/", "c1e1d8e5e0a7c9b3f5a2d4c6b8e0f1a3c5d7e9b1f3a5c7d9e1b3f5a7c9d1e3b5",
            [
                new SplitDescription(DatasetSplit.Training, 60_000, [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]),
                new SplitDescription(DatasetSplit.Test, 10_000, [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]),
            ],
            null, null),
    ];
}
