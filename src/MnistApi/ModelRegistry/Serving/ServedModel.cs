namespace MnistApi.ModelRegistry.Serving;

/// <summary>The data of a model that predictions need.</summary>
/// <param name="Alias">The alias that the request named; null if it named the id.</param>
/// <param name="ConfidenceThreshold">The lowest confidence at which an answer counts as a digit, 0 to 1.</param>
/// <param name="Dataset">The dataset that the model was trained and evaluated on.</param>
/// <param name="DatasetSha256">The SHA-256 of that dataset.</param>
internal sealed record ServedModel(
    Guid Id,
    string? Alias,
    string WeightsSha256,
    double ConfidenceThreshold,
    string Dataset,
    string DatasetSha256);
