using MnistApi.ModelRegistry.Contracts;
using MnistApi.Training.Configuration;
using MnistApi.Training.Training;

namespace MnistApi.TrainingRuns.Contracts;

/// <summary>A training run.</summary>
/// <param name="Id">Its id; where it succeeds, also the model's.</param>
/// <param name="Name">As the request named it, or the recipe's name.</param>
/// <param name="Recipe">The recipe it was made from.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Dataset">What it trains on.</param>
/// <param name="Seed">Everything random follows from it.</param>
/// <param name="Config">The whole configuration: the recipe with the request's overrides.</param>
/// <param name="KeepCheckpoints">Epochs whose checkpoints are kept besides the best and the last.</param>
/// <param name="PromoteTo">The alias that the model takes when the run succeeds, if it passes the gate; null of none.</param>
/// <param name="SweepId">The sweep that it is a run of; null of none.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="StartedAt">When a worker first took it.</param>
/// <param name="FinishedAt">When it succeeded, failed or was cancelled.</param>
/// <param name="Attempt">How often a worker took it.</param>
/// <param name="Attempts">Each time a worker took it, and how that ended.</param>
/// <param name="QueuePosition">1 for the next; null where it does not wait.</param>
/// <param name="StartsInSeconds">When it may start, from measured epoch times; null where it does not wait, or nothing was measured yet.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Best">The epoch whose checkpoint is, or may become, the model; null before the first.</param>
/// <param name="Test">How the model did on the test images, which it met once; null before the end.</param>
/// <param name="Failure">Why it failed; null otherwise.</param>
/// <param name="Warnings">What the request may not have meant, or what did not come as it asked.</param>
public sealed record TrainingRun(
    Guid Id,
    string Name,
    string Recipe,
    RunState State,
    string Dataset,
    long Seed,
    TrainingConfig Config,
    IReadOnlyList<int> KeepCheckpoints,
    string? PromoteTo,
    Guid? SweepId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    int Attempt,
    IReadOnlyList<RunAttempt> Attempts,
    int? QueuePosition,
    double? StartsInSeconds,
    RunProgress Progress,
    BestEpoch? Best,
    TestResult? Test,
    RunFailure? Failure,
    IReadOnlyList<RunWarning> Warnings);

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    /// <summary>The run succeeded.</summary>
    Succeeded,

    /// <summary>The run failed, for a reason that another attempt would not mend.</summary>
    Failed,

    /// <summary>The run was cancelled.</summary>
    Cancelled,

    /// <summary>The run had finished its round of a sweep's halving.</summary>
    Paused,

    /// <summary>The service stopped in good order.</summary>
    Stopped,

    /// <summary>The worker vanished: it was killed, or its machine was.</summary>
    Vanished,

    /// <summary>Something unexpected; another attempt follows.</summary>
    Error,
}

/// <summary>One time that a worker took a run.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Worker">Machine and process.</param>
/// <param name="StartedAt">When it took the run.</param>
/// <param name="EndedAt">When it ended, or was found gone; null while it trains.</param>
/// <param name="Outcome">How it ended; null while it trains.</param>
/// <param name="Message">What went wrong, where something did.</param>
public sealed record RunAttempt(int Number, string Worker, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, AttemptOutcome? Outcome, string? Message);

/// <summary>How far a run is.</summary>
/// <param name="Epoch">The epoch at work or last done, from 1; 0 before the first.</param>
/// <param name="Epochs">Epochs of the whole run.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="StepsPerEpoch">Steps of an epoch; 0 before the first.</param>
/// <param name="Fraction">Share of the whole run, 0 to 1.</param>
/// <param name="SamplesPerSecond">Training images per second in this epoch; null before the first.</param>
/// <param name="EtaSeconds">Seconds to the end, waiting included, from measured epoch times; null where nothing was measured yet, it has ended, or nobody knows yet whether its sweep will go on with it.</param>
public sealed record RunProgress(int Epoch, int Epochs, int Step, int StepsPerEpoch, double Fraction, double? SamplesPerSecond, double? EtaSeconds);

/// <summary>The epoch with the best validation accuracy, the first of equals.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="ValidationAccuracy">0 to 1.</param>
/// <param name="ValidationLoss">Mean per image; null where it was not a finite number.</param>
public sealed record BestEpoch(int Epoch, double ValidationAccuracy, double? ValidationLoss);

/// <summary>Why a run failed, for programs.</summary>
public enum RunFailureCode
{
    /// <summary>The loss was no longer a finite number; <c>diagnosis</c> says where that began and what to do.</summary>
    NonFiniteLoss,

    /// <summary>The dataset could not be had.</summary>
    DatasetUnavailable,

    /// <summary>The dataset of this name is another one than the run began with.</summary>
    DatasetChanged,

    /// <summary>The dataset has too few images for the configuration.</summary>
    DatasetTooSmall,

    /// <summary>This version of the service does not train the configuration, which an earlier one accepted.</summary>
    ConfigurationInvalid,

    /// <summary>The last checkpoint cannot be read.</summary>
    CheckpointUnreadable,

    /// <summary>Attempt after attempt ended before an epoch was finished.</summary>
    AttemptsExhausted,
}

/// <summary>Why a run failed. Its metrics and checkpoints are kept.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">What happened, and what to do.</param>
/// <param name="Epoch">The epoch at work, from 1; null where none was.</param>
/// <param name="Step">The step at work, from 1; null where none was, as in validation.</param>
/// <param name="Diagnosis">Where a loss that is not finite began; null for other failures.</param>
public sealed record RunFailure(RunFailureCode Code, string Message, int? Epoch, int? Step, NonFiniteLossDiagnosis? Diagnosis);

/// <summary>What a warning is about.</summary>
public enum RunWarningCode
{
    /// <summary>The request named no dataset and MNIST is not here: the run trains on synthetic digits.</summary>
    SyntheticDataset,

    /// <summary>The model did not take the alias that <c>promoteTo</c> names, because it did not pass the gate.</summary>
    NotPromoted,

    /// <summary>The run's sweep goes on without it: others were better at the end of its round of halving.</summary>
    Eliminated,

    /// <summary>The loss was not a finite number in some epoch, and the configuration said to go on.</summary>
    NonFiniteLoss,

    /// <summary>The model's figures cannot be right: a loss is not finite, or test and validation accuracy differ by more than chance explains. No alias can point at it.</summary>
    EvaluationImplausible,
}

/// <summary>Something that the request may not have meant, or that did not come as it asked.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people.</param>
public sealed record RunWarning(RunWarningCode Code, string Message);

/// <summary>What an epoch gave. A number that was not finite is null, and <c>nonFinite</c> true.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">Mean per image over the epoch's batches.</param>
/// <param name="TrainAccuracy">0 to 1.</param>
/// <param name="ValidationLoss">Mean per image.</param>
/// <param name="ValidationAccuracy">0 to 1.</param>
/// <param name="LearningRate">Of the epoch's last step.</param>
/// <param name="DurationSeconds">Training and validation together.</param>
/// <param name="SamplesPerSecond">Training images per second, without validation.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="NonFinite">Whether one of the losses was not a finite number.</param>
public sealed record EpochMetrics(
    int Epoch,
    double? TrainLoss,
    double TrainAccuracy,
    double? ValidationLoss,
    double ValidationAccuracy,
    double LearningRate,
    double DurationSeconds,
    double SamplesPerSecond,
    DateTimeOffset FinishedAt,
    bool NonFinite);

/// <summary>A checkpoint of a run.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Bytes">Size of the safetensors file.</param>
/// <param name="WeightsSha256">Checksum of the weights that predict.</param>
/// <param name="ValidationAccuracy">0 to 1.</param>
/// <param name="IsBest">Whether it is, or may become, the model.</param>
/// <param name="IsLast">Whether a resume goes on from it.</param>
/// <param name="CreatedAt">When the epoch ended.</param>
public sealed record RunCheckpoint(int Epoch, int Bytes, string WeightsSha256, double ValidationAccuracy, bool IsBest, bool IsLast, DateTimeOffset CreatedAt);
