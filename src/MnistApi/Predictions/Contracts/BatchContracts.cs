using MnistApi.Http.Errors;

namespace MnistApi.Predictions.Contracts;

/// <summary>What a model says of several uploads.</summary>
/// <param name="Items">One for each upload, in their order.</param>
public sealed record PredictionBatch(IReadOnlyList<BatchItem> Items);

/// <summary>What became of one upload: it has a prediction or a problem.</summary>
/// <param name="Index">From 0, in the request.</param>
/// <param name="Name">The file's name; null where it has none.</param>
/// <param name="Prediction">What the model says of it; null where there is a problem.</param>
/// <param name="Problem">Why there is no prediction, as `POST /api/v1/predictions` would tell it; null where there is one.</param>
public sealed record BatchItem(int Index, string? Name, Prediction? Prediction, Problem? Problem);
