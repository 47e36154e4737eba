using MnistApi.Http.OpenApi;

namespace MnistApi.Datasets;

/// <summary>The tag and the example of the datasets in the OpenAPI document.</summary>
internal static class DatasetExamples
{
    /// <summary>The SHA-256 checksum of MNIST.</summary>
    public const string MnistSha256 = "b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a";

    public static OpenApiFeature Feature { get; } = new(
        7,
        "Datasets",
        "The images for the training and evaluation of models.",
        new DatasetDescription(
            MnistDataset.Name, DatasetState.Available, "https://ossci-datasets.s3.amazonaws.com/mnist/", MnistSha256,
            [
                new SplitDescription(DatasetSplit.Training, 60_000, [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]),
                new SplitDescription(DatasetSplit.Test, 10_000, [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]),
            ],
            null, null));
}
