using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MnistApi.Http.Parameters;
using MnistApi.TestErrors.Sheets;

namespace MnistApi.TestErrors;

/// <summary>A test image whose prediction differs from its label.</summary>
/// <param name="Index">From 0, in the test set.</param>
/// <param name="Label">What the dataset says it is.</param>
/// <param name="Predicted">What the model takes it for.</param>
/// <param name="Confidence">The probability of the prediction, 0 to 1; null where it was not a finite number.</param>
/// <param name="Loss">Of this image, calibrated as its probabilities are: how far its label was from being predicted; null where it was not a finite number.</param>
/// <param name="Probabilities">[10], of each digit, 0 to 1; null where one was not a finite number.</param>
/// <param name="LabelDisputed">Whether people who looked at the image did not agree with the label, so that the error may not be the model's. Known for MNIST.</param>
/// <param name="Dispute">What they said; null where the label is not disputed.</param>
/// <param name="ImageUrl">The image, of the dataset that the model was evaluated on; where that was replaced by another one, its address answers 409.</param>
public sealed record TestError(
    int Index,
    int Label,
    int Predicted,
    float? Confidence,
    double? Loss,
    IReadOnlyList<float?> Probabilities,
    bool LabelDisputed,
    LabelDispute? Dispute,
    string ImageUrl);

/// <summary>What to sort test errors by. Equals are by index, and numbers that were not finite come last.</summary>
public enum TestErrorSort
{
    /// <summary>The place in the test set, the first first.</summary>
    Index,

    /// <summary>How sure the model was, the surest first.</summary>
    Confidence,

    /// <summary>How wrong it was, the worst first.</summary>
    Loss,
}

/// <summary>Which way to sort.</summary>
public enum SortOrder
{
    /// <summary>The smallest first.</summary>
    Ascending,

    /// <summary>The largest first.</summary>
    Descending,
}

/// <summary>Which test errors, in which order.</summary>
public sealed record TestErrorFilter : IBoundedParameters
{
    /// <summary>Only images with this label, 0 to 9.</summary>
    /// <example>4</example>
    [Range(0, 9)]
    public int? Label { get; init; }

    /// <summary>Only images taken for this digit, 0 to 9.</summary>
    /// <example>9</example>
    [Range(0, 9)]
    public int? Predicted { get; init; }

    /// <summary>Only errors with at least this confidence, 0 to 1. Errors whose confidence is null are left out.</summary>
    /// <example>0.9</example>
    [Range(0, 1)]
    public float? MinConfidence { get; init; }

    /// <summary>What to sort by. Default: index.</summary>
    /// <example>loss</example>
    public TestErrorSort? Sort { get; init; }

    /// <summary>Which way. Default: ascending by index, descending by confidence and loss.</summary>
    public SortOrder? Order { get; init; }
}

/// <summary>Which of them to draw.</summary>
public sealed record SheetParameters : IBoundedParameters
{
    /// <summary>How many to pass over, from 0.</summary>
    [Range(0, 1_000_000), DefaultValue(0)]
    public int? Start { get; init; }

    /// <summary>How many to draw, 1 to 25.</summary>
    [Range(1, ErrorSheet.MaxImages), DefaultValue(ErrorSheet.MaxImages)]
    public int? Count { get; init; }
}
