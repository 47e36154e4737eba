using MnistApi.Http.Errors;

namespace MnistApi.Predictions.Contracts;

/// <summary>The predictions of a model for several uploads.</summary>
/// <param name="Items">One item for each upload, in order.</param>
public sealed record PredictionBatch(IReadOnlyList<BatchItem> Items);

/// <summary>The result for one upload: a prediction or a problem.</summary>
/// <param name="Index">The index of the upload in the request, from 0.</param>
/// <param name="Name">The name of the file; null if it has none.</param>
/// <param name="Prediction">The prediction; null if there is a problem.</param>
/// <param name="Problem">Why there is no prediction, as `POST /api/v1/predictions` would report it; null if there is a prediction.</param>
public sealed record BatchItem(int Index, string? Name, Prediction? Prediction, Problem? Problem);
