using MnistApi.ModelRegistry.Statistics;
using MnistApi.Training.Configuration;

namespace MnistApi.ModelRegistry.Contracts;

/// <summary>
/// A check that a model must pass before an alias points at it. The candidate is that model; the current model is the previous one.
/// </summary>
public enum GateCheckName
{
    /// <summary>The candidate was trained on the same dataset, by checksum, as the current model.</summary>
    Dataset,

    /// <summary>The candidate and the current model were validated on the same images.</summary>
    Split,

    /// <summary>The validation accuracy of the candidate is not lower than that of the current model.</summary>
    ValidationAccuracy,

    /// <summary>
    /// The losses of the candidate are finite, and chance can explain the difference between its test and validation accuracy.
    /// </summary>
    Evaluation,

    /// <summary>The candidate predicts 20 synthetic digits: ten finite probabilities for each, with the sum 1.</summary>
    SmokePrediction,

    /// <summary>
    /// The weights of the candidate, as they are stored now, have the checksum that was recorded when the model was created.
    /// </summary>
    Checksum,
}

/// <summary>The result of the gate.</summary>
/// <param name="Passed">Whether the candidate passed every check.</param>
/// <param name="CandidateId">The model that the request or the run wanted the alias to point at.</param>
/// <param name="CurrentId">The model that the alias pointed at before; null if the alias was new.</param>
/// <param name="Checks">The result of each check. A revert makes only the checks `smokePrediction` and `checksum`.</param>
public sealed record GateReport(bool Passed, Guid CandidateId, Guid? CurrentId, IReadOnlyList<GateCheck> Checks)
{
    internal static GateReport Of(Guid candidate, Guid? current, params IEnumerable<GateCheck> checks)
    {
        GateCheck[] all = [.. checks];
        return new GateReport(Array.TrueForAll(all, check => check.Passed), candidate, current, all);
    }

    /// <summary>
    /// Whether the alias may point at the candidate. Force overrides failed comparisons, but not the checks of the candidate alone.
    /// </summary>
    internal bool Allows(bool isForced) => Checks.All(check => check.Passed || (isForced && check.IsComparison));

    /// <summary>The messages of the failed checks, in one text.</summary>
    internal string Errors => string.Join(" ", Checks.Where(check => !check.Passed).Select(check => check.Message));
}

/// <summary>The result of one check. Each check fills in only its own figures; the others are null.</summary>
/// <param name="Name">The check.</param>
/// <param name="Passed">Whether the candidate passed the check.</param>
/// <param name="Message">The result in a sentence.</param>
/// <param name="Images">For `dataset` and `split`: the images of both models.</param>
/// <param name="Accuracy">For `validationAccuracy`: the accuracies of both models.</param>
/// <param name="Smoke">For `smokePrediction`: the predictions; null if the model could not be loaded.</param>
/// <param name="Checksum">For `checksum`: the recorded and the computed checksum.</param>
public sealed record GateCheck(
    GateCheckName Name,
    bool Passed,
    string Message,
    GateImages? Images = null,
    AccuracyComparison? Accuracy = null,
    SmokePrediction? Smoke = null,
    WeightsChecksum? Checksum = null)
{
    internal bool IsComparison => Name is GateCheckName.Dataset or GateCheckName.Split or GateCheckName.ValidationAccuracy;
}

/// <summary>The images that two models were trained and validated on.</summary>
/// <param name="Candidate">The images of the candidate.</param>
/// <param name="Current">The images of the current model; null if the alias was new.</param>
public sealed record GateImages(ModelImages Candidate, ModelImages? Current);

/// <summary>The images that a model was trained and validated on.</summary>
/// <param name="Dataset">The name of the dataset.</param>
/// <param name="DatasetSha256">The SHA-256 of the dataset, in hexadecimal.</param>
/// <param name="ValidationSize">The number of validation images.</param>
/// <param name="ValidationSplit">How the validation images were chosen from the training set.</param>
public sealed record ModelImages(
    string Dataset, string DatasetSha256, int ValidationSize, ValidationSplit ValidationSplit = ValidationSplit.First)
{
    /// <summary>The validation images in words.</summary>
    internal string Validation => ValidationSplit == ValidationSplit.First
        ? $"the first {ValidationSize} images of the training set"
        : $"{ValidationSize} images of the training set by writers who wrote none of the others";
}

/// <summary>The predictions of a model for a few synthetic digits. They show that the model works, not how accurate it is.</summary>
/// <param name="ImageCount">The number of digits.</param>
/// <param name="FiniteCount">The number of digits with ten probabilities from 0 to 1.</param>
/// <param name="LargestSumError">
/// The largest absolute difference between the sum of a digit's probabilities and 1; null if a probability is not a number from 0 to 1.
/// </param>
/// <param name="CorrectCount">The number of digits that the model predicted correctly.</param>
public sealed record SmokePrediction(int ImageCount, int FiniteCount, double? LargestSumError, int CorrectCount);

/// <summary>The checksum of the weights of a model.</summary>
/// <param name="Expected">The SHA-256 that was recorded when the model was created, in hexadecimal.</param>
/// <param name="Actual">The SHA-256 of the weights as they are stored now; null if they cannot be read.</param>
public sealed record WeightsChecksum(string Expected, string? Actual);
