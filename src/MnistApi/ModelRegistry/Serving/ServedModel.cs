namespace MnistApi.ModelRegistry.Serving;

/// <summary>What predictions need of a model.</summary>
/// <param name="Alias">The alias that the request named; null if it named the id.</param>
/// <param name="ConfidenceThreshold">The confidence from which an answer counts as a digit, 0 to 1.</param>
/// <param name="Dataset">The name of the dataset that the model was trained and evaluated on.</param>
/// <param name="DatasetSha256">The checksum that the dataset had at that time.</param>
internal sealed record ServedModel(Guid Id, string? Alias, string WeightsSha256, double ConfidenceThreshold, string Dataset, string DatasetSha256);
