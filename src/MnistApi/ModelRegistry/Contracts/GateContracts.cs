using MnistApi.ModelRegistry.Statistics;

namespace MnistApi.ModelRegistry.Contracts;

/// <summary>What is checked before an alias is pointed at a model.</summary>
public enum GateCheckName
{
    /// <summary>It was trained on the same dataset, by checksum, as the model that the alias points at.</summary>
    Dataset,

    /// <summary>The same images of it were for validation.</summary>
    Split,

    /// <summary>Its validation accuracy is not lower.</summary>
    ValidationAccuracy,

    /// <summary>Its losses are finite, and its test accuracy agrees with its validation accuracy as far as chance allows.</summary>
    Evaluation,

    /// <summary>It predicts some digits drawn by our own code: ten finite probabilities each, with sum 1.</summary>
    SmokePrediction,

    /// <summary>Its weights, read anew, have the checksum that was kept of them.</summary>
    Checksum,
}

/// <summary>What the gate found.</summary>
/// <param name="Passed">Whether every check was passed.</param>
/// <param name="CandidateId">The model that the alias was to point at.</param>
/// <param name="CurrentId">The model that it pointed at; null where it is new.</param>
/// <param name="Checks">All that was checked.</param>
public sealed record GateReport(bool Passed, Guid CandidateId, Guid? CurrentId, IReadOnlyList<GateCheck> Checks)
{
    internal static GateReport Of(Guid candidate, Guid? current, params IEnumerable<GateCheck> checks)
    {
        GateCheck[] all = [.. checks];
        return new GateReport(Array.TrueForAll(all, check => check.Passed), candidate, current, all);
    }

    /// <summary>Whether the alias may be pointed there. Force overrides comparisons, never a model that does not work.</summary>
    internal bool Allows(bool isForced) => Checks.All(check => check.Passed || (isForced && check.IsComparison));

    /// <summary>What was not passed, in sentences.</summary>
    internal string Faults => string.Join(" ", Checks.Where(check => !check.Passed).Select(check => check.Message));
}

/// <summary>One thing that was checked. Of the figures those are there that belong to the check.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Passed">Whether it was passed.</param>
/// <param name="Message">What was found.</param>
/// <param name="Images">For <c>dataset</c> and <c>split</c>.</param>
/// <param name="Accuracy">For <c>validationAccuracy</c>.</param>
/// <param name="Smoke">For <c>smokePrediction</c>; null where the model could not be loaded.</param>
/// <param name="Checksum">For <c>checksum</c>.</param>
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

/// <summary>What two models were trained on and validated with.</summary>
/// <param name="Candidate">The model that the alias was to point at.</param>
/// <param name="Current">The model that it pointed at; null where it is new.</param>
public sealed record GateImages(ModelImages Candidate, ModelImages? Current);

/// <summary>What a model was trained on and validated with.</summary>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="DatasetSha256">Its checksum.</param>
/// <param name="ValidationSize">So many of its training images, the first, were for validation.</param>
public sealed record ModelImages(string Dataset, string DatasetSha256, int ValidationSize);

/// <summary>How a model did on some digits drawn by our own code, which show that it works, not how good it is.</summary>
/// <param name="ImageCount">Digits that were predicted.</param>
/// <param name="FiniteCount">Of these, with ten probabilities from 0 to 1.</param>
/// <param name="LargestSumError">Largest distance of an image's sum of probabilities from 1; null where one was not a finite number.</param>
/// <param name="CorrectCount">Digits recognized.</param>
public sealed record SmokePrediction(int ImageCount, int FiniteCount, double? LargestSumError, int CorrectCount);

/// <summary>The checksum of a model's weights.</summary>
/// <param name="Expected">As it was kept when the model was made.</param>
/// <param name="Actual">Of the weights as they were read now; null where they could not be read.</param>
public sealed record WeightsChecksum(string Expected, string? Actual);
