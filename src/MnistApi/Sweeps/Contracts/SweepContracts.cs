using System.Text.Json;
using MnistApi.Training.Evaluation;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Sweeps.Contracts;

/// <summary>The state of a sweep.</summary>
public enum SweepState
{
    /// <summary>Some runs of the sweep are queued, running or paused.</summary>
    Running,

    /// <summary>All runs have ended, and at least one of them succeeded.</summary>
    Succeeded,

    /// <summary>All runs have ended, and none of them succeeded.</summary>
    Failed,

    /// <summary>The sweep was cancelled by a request, together with all its runs that had not ended.</summary>
    Cancelled,
}

/// <summary>The way in which the values of the parameters are combined.</summary>
public enum SweepSearch
{
    /// <summary>All combinations of values. The last parameter varies fastest.</summary>
    Grid,

    /// <summary><c>maxRuns</c> different combinations, drawn at random with <c>seed</c>.</summary>
    Random,
}

/// <summary>The scale of a range.</summary>
public enum SweepScale
{
    /// <summary>The values have equal differences.</summary>
    Linear,

    /// <summary>The values have equal ratios. This suits parameters that vary by powers of ten, such as a learning rate.</summary>
    Log,
}

/// <summary>
/// Successive halving. All runs train for a few epochs. The best continue to <c>factor</c> times as many epochs, and so on, until a few
/// runs train to their end. The others are eliminated.
/// </summary>
/// <param name="StartEpochs">The last epoch of the first round, 1 to 999. It must be less than the number of epochs of a run.</param>
/// <param name="Factor">
/// The number by which the epochs are multiplied and the runs are divided after each round, 2 to 16. The number of runs is rounded up.
/// </param>
public sealed record SweepHalving(int StartEpochs, int Factor)
{
    internal const int DefaultFactor = 3;
    internal const int MaxFactor = 16;
    internal const int MaxStartEpochs = 999;
}

/// <summary>Training runs that differ in a few parameters, for finding the best values.</summary>
/// <param name="Id">The id of the sweep.</param>
/// <param name="Name">The name that the request gave, or the name of the recipe.</param>
/// <param name="Recipe">The recipe of all runs.</param>
/// <param name="State">The state of the sweep.</param>
/// <param name="Dataset">The dataset that all runs train on.</param>
/// <param name="Seed">
/// The seed of every run, unless <c>seed</c> is one of the parameters. A random search also uses it to draw values.
/// </param>
/// <param name="Search">The way in which the values are combined.</param>
/// <param name="Overrides">The fields of the recipe that all runs override.</param>
/// <param name="Parameters">The fields that differ between the runs, by path. Each has a list of values or a range.</param>
/// <param name="MaxRuns">The largest number of runs that the request allowed, 1 to 256.</param>
/// <param name="Halving">The settings of successive halving; null if all runs train to their end.</param>
/// <param name="CreatedAt">The time at which the sweep was accepted.</param>
/// <param name="StartedAt">The time at which a worker first took one of the runs; null before that.</param>
/// <param name="FinishedAt">The time at which the sweep succeeded, failed or was cancelled; null before that.</param>
/// <param name="Runs">The number of runs in each state.</param>
/// <param name="Progress">The progress of the sweep.</param>
/// <param name="Rounds">The rounds of successive halving; empty if the sweep does not use it.</param>
/// <param name="Best">
/// The run with the best validation accuracy among those that have not failed and were not cancelled; null before the first epoch ends. The
/// difference from other runs can be chance; see their <c>withinNoise</c>.
/// </param>
/// <param name="Warnings">Unexpected consequences of the request.</param>
public sealed record Sweep(
    Guid Id,
    string Name,
    string Recipe,
    SweepState State,
    string Dataset,
    long Seed,
    SweepSearch Search,
    IReadOnlyDictionary<string, JsonElement> Overrides,
    IReadOnlyDictionary<string, JsonElement> Parameters,
    int MaxRuns,
    SweepHalving? Halving,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    SweepRunCounts Runs,
    SweepProgress Progress,
    IReadOnlyList<SweepRound> Rounds,
    SweepRun? Best,
    IReadOnlyList<RunWarning> Warnings);

/// <summary>The number of runs of a sweep in each state.</summary>
/// <param name="Total">The number of all runs. Deleted runs do not count.</param>
/// <param name="Queued">The number of runs that wait for a worker.</param>
/// <param name="Running">The number of runs that are being trained.</param>
/// <param name="Paused">The number of runs that wait for the end of their round.</param>
/// <param name="Succeeded">The number of runs that succeeded and are models now.</param>
/// <param name="Failed">The number of runs that failed. A failed run does not stop the others.</param>
/// <param name="Cancelled">The number of runs that were cancelled, not counting eliminated runs.</param>
/// <param name="Eliminated">The number of runs that were eliminated at the end of a round. Their state is `cancelled`.</param>
public sealed record SweepRunCounts(
    int Total,
    int Queued,
    int Running,
    int Paused,
    int Succeeded,
    int Failed,
    int Cancelled,
    int Eliminated);

/// <summary>The progress of a sweep.</summary>
/// <param name="EpochsDone">The number of epochs that all runs together have finished.</param>
/// <param name="EpochsPlanned">The number of epochs that all runs together will have finished at the end, if no more runs fail.</param>
/// <param name="Fraction">
/// The share of the planned epochs that is done, 0 to 1. Unfinished epochs count with the share of their steps.
/// </param>
/// <param name="EtaSeconds">
/// The estimated time until the sweep ends, in seconds, if the number of workers does not change. Null if no epoch times have been measured
/// or the sweep has ended.
/// </param>
public sealed record SweepProgress(int EpochsDone, int EpochsPlanned, double Fraction, double? EtaSeconds);

/// <summary>The state of a round.</summary>
public enum SweepRoundState
{
    /// <summary>The round has not started.</summary>
    Waiting,

    /// <summary>Runs of the round train, or wait for the other runs of the round.</summary>
    Running,

    /// <summary>The round has ended, or it was not needed.</summary>
    Finished,
}

/// <summary>A round of successive halving.</summary>
/// <param name="Round">The number of the round, from 1.</param>
/// <param name="Epochs">The last epoch of the round.</param>
/// <param name="Runs">The planned number of runs in the round. If runs fail, fewer take part.</param>
/// <param name="State">The state of the round.</param>
public sealed record SweepRound(int Round, int Epochs, int Runs, SweepRoundState State);

/// <summary>A run on the leaderboard of its sweep.</summary>
/// <param name="Rank">
/// The rank by validation accuracy and then by validation loss, 1 for the best run. Null before the first epoch of the run ends.
/// </param>
/// <param name="RunId">The id of the run. If the run succeeds, its model has the same id.</param>
/// <param name="Parameters">The values of the parameters in this run, by path.</param>
/// <param name="State">The state of the run.</param>
/// <param name="Epoch">The current epoch, or the last one if none is being trained, from 1; 0 before the first.</param>
/// <param name="Epochs">The number of epochs of the whole run.</param>
/// <param name="ValidationAccuracy">The validation accuracy of the best epoch so far, 0 to 1; null before the first epoch ends.</param>
/// <param name="ValidationAccuracyInterval">The 95 % Wilson interval of the validation accuracy.</param>
/// <param name="ValidationLoss">The mean loss per validation image in the same epoch; null if it was not a finite number.</param>
/// <param name="Test">The result of the model on the test images; null before the run ends. It does not affect the rank.</param>
/// <param name="WithinNoise">
/// Whether the difference in validation accuracy from the best run can be chance: whether the 95 % interval of the difference (Newcombe,
/// 1998) contains 0. Null before the first epoch of the run ends.
/// </param>
/// <param name="EliminatedAfterEpoch">The last epoch of the round at whose end the run was eliminated; null if it was not.</param>
public sealed record SweepRun(
    int? Rank,
    Guid RunId,
    IReadOnlyDictionary<string, JsonElement> Parameters,
    RunState State,
    int Epoch,
    int Epochs,
    double? ValidationAccuracy,
    Interval? ValidationAccuracyInterval,
    double? ValidationLoss,
    SweepTestResult? Test,
    bool? WithinNoise,
    int? EliminatedAfterEpoch);

/// <summary>The result of a model of a sweep on the test images.</summary>
/// <param name="Accuracy">The accuracy, 0 to 1.</param>
/// <param name="AccuracyInterval">The 95 % Wilson interval of the accuracy.</param>
/// <param name="ErrorCount">The number of test images whose prediction differs from their label.</param>
/// <param name="Loss">The mean loss per test image; null if it was not a finite number.</param>
public sealed record SweepTestResult(double Accuracy, Interval AccuracyInterval, int ErrorCount, double? Loss);
