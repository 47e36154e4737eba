using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MnistApi.Http.Parameters;
using MnistApi.TestErrors.Sheets;
using MnistApi.Training.Data.Writers;

namespace MnistApi.TestErrors;

/// <summary>A test image whose prediction differs from its label.</summary>
/// <param name="Index">The index of the image in the test set, from 0.</param>
/// <param name="Label">The label of the image in the dataset, 0 to 9.</param>
/// <param name="Predicted">The prediction of the model, 0 to 9.</param>
/// <param name="Confidence">The calibrated probability of the prediction, 0 to 1; null if it was not a finite number.</param>
/// <param name="Loss">
/// The loss of the image, computed from the calibrated probabilities, 0 or more; null if it was not a finite number.
/// </param>
/// <param name="Probabilities">[10], the calibrated probability of each digit, 0 to 1; null for each that was not a finite number.</param>
/// <param name="Writer">NIST's number of the person who wrote the digit; null if it is not known. Only known for MNIST.</param>
/// <param name="Series">The group of the writer; null if it is not known.</param>
/// <param name="LabelDisputed">
/// Whether people who saw the image disputed its label. If so, the label may be wrong instead of the prediction. Only known for MNIST.
/// </param>
/// <param name="Dispute">The dispute about the label; null if there is none.</param>
/// <param name="ImageUrl">
/// The URL of the image, in the dataset that the model was evaluated on. It answers 409 if another dataset has replaced that one.
/// </param>
public sealed record TestError(
    int Index,
    int Label,
    int Predicted,
    float? Confidence,
    double? Loss,
    IReadOnlyList<float?> Probabilities,
    int? Writer,
    WriterSeries? Series,
    bool LabelDisputed,
    LabelDispute? Dispute,
    string ImageUrl);

/// <summary>
/// The value that test errors are sorted by. Errors with equal values are in the order of their indices; values that were not finite come
/// last.
/// </summary>
public enum TestErrorSort
{
    /// <summary>The index in the test set, the lowest first by default.</summary>
    Index,

    /// <summary>The confidence of the prediction, the highest first by default.</summary>
    Confidence,

    /// <summary>The loss, the highest first by default.</summary>
    Loss,
}

/// <summary>The order of a sorted list.</summary>
public enum SortOrder
{
    /// <summary>The lowest value comes first.</summary>
    Ascending,

    /// <summary>The highest value comes first.</summary>
    Descending,
}

/// <summary>The filters and the order of a list of test errors.</summary>
public sealed record TestErrorFilter : IBoundedParameters
{
    /// <summary>Only images with this label, 0 to 9.</summary>
    /// <example>4</example>
    [Range(0, 9)]
    public int? Label { get; init; }

    /// <summary>Only images that the model predicts as this digit, 0 to 9.</summary>
    /// <example>9</example>
    [Range(0, 9)]
    public int? Predicted { get; init; }

    /// <summary>Only errors with at least this confidence, 0 to 1. Errors whose confidence is null are left out.</summary>
    /// <example>0.9</example>
    [Range(0.0, 1.0)]
    public float? MinConfidence { get; init; }

    /// <summary>Only images by this writer: NIST's number, 0 to 4099. Only MNIST has writers.</summary>
    /// <example>2578</example>
    [Range(0, 4099)]
    public int? Writer { get; init; }

    /// <summary>Only images by writers of this group. Only MNIST has writers.</summary>
    /// <example>students</example>
    public WriterSeries? Series { get; init; }

    /// <summary>The value to sort by. Default: `index`.</summary>
    /// <example>loss</example>
    public TestErrorSort? Sort { get; init; }

    /// <summary>The order. Default: `ascending` for `index`, `descending` for `confidence` and `loss`.</summary>
    public SortOrder? Order { get; init; }
}

/// <summary>The test errors to draw.</summary>
public sealed record SheetParameters : IBoundedParameters
{
    /// <summary>The number of test errors to skip, 0 to 1,000,000.</summary>
    [Range(0, 1_000_000), DefaultValue(0)]
    public int? Start { get; init; }

    /// <summary>The largest number of test errors to draw, 1 to 25.</summary>
    [Range(1, ErrorSheet.MaxImages), DefaultValue(ErrorSheet.MaxImages)]
    public int? Count { get; init; }
}
