using MnistApi.ModelRegistry.Contracts;
using MnistApi.Training.Configuration;
using MnistApi.Training.Training;

namespace MnistApi.TrainingRuns.Contracts;

/// <summary>A training run.</summary>
/// <param name="Id">The id of the run. If the run succeeds, its model has the same id.</param>
/// <param name="Name">The name that the request gave, or the name of the recipe.</param>
/// <param name="Recipe">The name of the recipe that the run was made from.</param>
/// <param name="State">The state of the run.</param>
/// <param name="Dataset">The name of the dataset that the run trains on.</param>
/// <param name="Seed">The seed that determines everything random in the run, 0 to 9007199254740991.</param>
/// <param name="Config">The complete configuration: the recipe with the overrides of the request.</param>
/// <param name="KeepCheckpoints">The epochs, from 1, whose checkpoints are kept in addition to the best and the last.</param>
/// <param name="PromoteTo">The alias that will point at the model if it passes the gate; null if the request named no alias.</param>
/// <param name="SweepId">The id of the sweep that the run belongs to; null if it belongs to none.</param>
/// <param name="CreatedAt">The time at which the run was accepted.</param>
/// <param name="StartedAt">The time at which a worker first took the run; null before that.</param>
/// <param name="FinishedAt">The time at which the run succeeded, failed or was cancelled; null before that.</param>
/// <param name="Attempt">The number of times that a worker has taken the run; 0 before the first.</param>
/// <param name="Attempts">The attempts to train the run, in order, with the outcome of each.</param>
/// <param name="QueuePosition">The position in the queue, 1 for the next run; null if the run is not queued.</param>
/// <param name="StartsInSeconds">
/// The estimated time until the run starts, in seconds; null if the run is not queued or no epoch times have been measured.
/// </param>
/// <param name="Progress">The progress of the run.</param>
/// <param name="Best">
/// The epoch whose checkpoint is the model or will be if no later epoch is better; null before the first epoch ends.
/// </param>
/// <param name="Test">The result of the model on the test images, which are used once, at the end; null before that.</param>
/// <param name="Failure">The reason why the run failed; null if it did not fail.</param>
/// <param name="Warnings">Problems that did not prevent the run, and unexpected consequences of the request.</param>
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

/// <summary>The outcome of an attempt.</summary>
public enum AttemptOutcome
{
    /// <summary>The run succeeded.</summary>
    Succeeded,

    /// <summary>The run failed, and another attempt would fail for the same reason.</summary>
    Failed,

    /// <summary>The run was cancelled.</summary>
    Cancelled,

    /// <summary>The run finished its round of a sweep.</summary>
    Paused,

    /// <summary>The service was shut down normally. Another attempt follows.</summary>
    Stopped,

    /// <summary>The worker disappeared, for example because its process was killed. Another attempt follows.</summary>
    Vanished,

    /// <summary>An unexpected error occurred. Another attempt follows.</summary>
    Error,
}

/// <summary>An attempt: the period in which one worker has the run.</summary>
/// <param name="Number">The number of the attempt, from 1.</param>
/// <param name="Worker">The machine and the process id of the worker, separated by a colon.</param>
/// <param name="StartedAt">The time at which the worker took the run.</param>
/// <param name="EndedAt">The time at which the attempt ended or the worker was found to be gone; null while the worker trains.</param>
/// <param name="Outcome">The outcome of the attempt; null while the worker trains.</param>
/// <param name="Message">A description of what went wrong; null if nothing did.</param>
public sealed record RunAttempt(
    int Number,
    string Worker,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    AttemptOutcome? Outcome,
    string? Message);

/// <summary>The progress of a run.</summary>
/// <param name="Epoch">The current epoch, or the last one if none is being trained, from 1; 0 before the first.</param>
/// <param name="Epochs">The number of epochs of the whole run.</param>
/// <param name="Step">The number of steps done in this epoch.</param>
/// <param name="StepsPerEpoch">The number of steps in an epoch; 0 before the first step.</param>
/// <param name="Fraction">The share of the whole run that is done, 0 to 1.</param>
/// <param name="SamplesPerSecond">The number of training images processed per second in this epoch; null before the first epoch.</param>
/// <param name="EtaSeconds">
/// The estimated time until the run ends, in seconds, including the wait in the queue. Null if no epoch times have been measured, if the
/// run has ended, or if its sweep may still eliminate it.
/// </param>
public sealed record RunProgress(
    int Epoch,
    int Epochs,
    int Step,
    int StepsPerEpoch,
    double Fraction,
    double? SamplesPerSecond,
    double? EtaSeconds);

/// <summary>The epoch with the best validation accuracy; the first of them if several are equal.</summary>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation images, 0 to 1.</param>
/// <param name="ValidationLoss">The mean loss per validation image; null if it was not a finite number.</param>
public sealed record BestEpoch(int Epoch, double ValidationAccuracy, double? ValidationLoss);

/// <summary>The reason why a run failed, for programs.</summary>
public enum RunFailureCode
{
    /// <summary>The loss was no longer a finite number. <c>diagnosis</c> says where this began and what to do.</summary>
    NonFiniteLoss,

    /// <summary>The dataset was not available.</summary>
    DatasetUnavailable,

    /// <summary>The dataset of this name is not the one that the run started with.</summary>
    DatasetChanged,

    /// <summary>The dataset has too few images for the configuration.</summary>
    DatasetTooSmall,

    /// <summary>An earlier version of the service accepted the configuration, but this version does not.</summary>
    ConfigurationInvalid,

    /// <summary>The last checkpoint cannot be read.</summary>
    CheckpointUnreadable,

    /// <summary>Too many attempts in succession ended before they finished an epoch.</summary>
    AttemptsExhausted,
}

/// <summary>The reason why a run failed. The metrics and checkpoints of the run are kept.</summary>
/// <param name="Code">The reason, for programs.</param>
/// <param name="Message">A description of what happened and what to do.</param>
/// <param name="Epoch">The epoch in which the run failed, from 1; null if it failed outside an epoch.</param>
/// <param name="Step">The step in which the run failed, from 1; null if it failed outside a step, for example during validation.</param>
/// <param name="Diagnosis">Where the loss stopped being a finite number; null for other failures.</param>
public sealed record RunFailure(RunFailureCode Code, string Message, int? Epoch, int? Step, NonFiniteLossDiagnosis? Diagnosis);

/// <summary>The subject of a warning.</summary>
public enum RunWarningCode
{
    /// <summary>The request named no dataset and MNIST is not available, so the run trains on synthetic digits.</summary>
    SyntheticDataset,

    /// <summary>The alias that <c>promoteTo</c> names does not point at the model, because the model did not pass the gate.</summary>
    NotPromoted,

    /// <summary>The sweep eliminated the run: other runs were better at the end of its round.</summary>
    Eliminated,

    /// <summary>The loss was not a finite number in at least one epoch, and training continued because the configuration said so.</summary>
    NonFiniteLoss,

    /// <summary>
    /// The evaluation cannot be right: a loss is not finite, or test and validation accuracy differ by more than chance explains. No alias
    /// can point at the model.
    /// </summary>
    EvaluationImplausible,
}

/// <summary>A problem that did not prevent a run, or an unexpected consequence of its request.</summary>
/// <param name="Code">The subject of the warning, for programs.</param>
/// <param name="Message">The warning, for people.</param>
public sealed record RunWarning(RunWarningCode Code, string Message);
