using System.Text.Json;
using MnistApi.Training.Evaluation;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Sweeps.Contracts;

/// <summary>Where a sweep stands.</summary>
public enum SweepState
{
    /// <summary>Some of its runs wait, train or are paused.</summary>
    Running,

    /// <summary>All has ended, and at least one run is a model.</summary>
    Succeeded,

    /// <summary>All has ended, and no run is a model: each failed or was cancelled by itself.</summary>
    Failed,

    /// <summary>Ended by a request, with all its runs that had not ended.</summary>
    Cancelled,
}

/// <summary>How the values of parameters are combined.</summary>
public enum SweepSearch
{
    /// <summary>Every value with every other; the last parameter changes first.</summary>
    Grid,

    /// <summary><c>maxRuns</c> combinations drawn at random from <c>seed</c>, no two of them the same.</summary>
    Random,
}

/// <summary>How the values of a range are spread.</summary>
public enum SweepScale
{
    /// <summary>By equal differences.</summary>
    Linear,

    /// <summary>By equal ratios, for what is tried in powers of ten, such as a learning rate.</summary>
    Log,
}

/// <summary>Successive halving: all runs train some epochs, the best go on to <c>factor</c> times as many, and so on; a few train to the end.</summary>
/// <param name="StartEpochs">The epoch after which the first round ends; fewer than a run has.</param>
/// <param name="Factor">One in so many goes on, rounded up, and to so many times the epochs.</param>
public sealed record SweepHalving(int StartEpochs, int Factor)
{
    internal const int DefaultFactor = 3;
    internal const int MaxFactor = 16;
    internal const int MaxStartEpochs = 999;
}

/// <summary>Training runs that differ in a few parameters, to find out which values are best.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">As the request named it, or the recipe's name.</param>
/// <param name="Recipe">The recipe of its runs.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Dataset">What its runs train on.</param>
/// <param name="Seed">Every run trains with it, unless the seed is one of the parameters; a random search draws from it.</param>
/// <param name="Search">How values are combined.</param>
/// <param name="Overrides">What all its runs override of the recipe.</param>
/// <param name="Parameters">What differs between them, by path: a list of values, or a range.</param>
/// <param name="MaxRuns">The most runs that it was allowed to have.</param>
/// <param name="Halving">How runs are eliminated early; null where all train to their end.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="StartedAt">When a worker first took one of its runs.</param>
/// <param name="FinishedAt">When it succeeded, failed or was cancelled.</param>
/// <param name="Runs">How many of its runs are in which state.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Rounds">The rounds of halving; empty without it.</param>
/// <param name="Best">The run with the best validation accuracy among those that are models or may become one; null before the first epoch. Which is best can be chance: see <c>withinNoise</c> of the others.</param>
/// <param name="Warnings">What the request may not have meant.</param>
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

/// <summary>How many of a sweep's runs are in which state.</summary>
/// <param name="Total">All that there are; fewer than were accepted where some were deleted.</param>
/// <param name="Queued">Those that wait for a worker.</param>
/// <param name="Running">Those that train.</param>
/// <param name="Paused">Those that wait for the end of their round.</param>
/// <param name="Succeeded">Those that are models.</param>
/// <param name="Failed">Those that failed, which does not stop the others.</param>
/// <param name="Cancelled">Those that were cancelled.</param>
/// <param name="Eliminated">Those that the sweep went on without after a round of halving; their state is `cancelled` too.</param>
public sealed record SweepRunCounts(int Total, int Queued, int Running, int Paused, int Succeeded, int Failed, int Cancelled, int Eliminated);

/// <summary>How far a sweep is.</summary>
/// <param name="EpochsDone">Epochs that its runs have finished, together.</param>
/// <param name="EpochsPlanned">Epochs that they will have finished at its end, if none fails from now on.</param>
/// <param name="Fraction">Share of the planned epochs, those at work included, 0 to 1.</param>
/// <param name="EtaSeconds">Seconds to the end, from measured epoch times, if it keeps the workers it has now; null where nothing was measured yet, or it has ended.</param>
public sealed record SweepProgress(int EpochsDone, int EpochsPlanned, double Fraction, double? EtaSeconds);

/// <summary>Where a round of halving stands.</summary>
public enum SweepRoundState
{
    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>Its runs train, or wait for the others.</summary>
    Running,

    /// <summary>It is over, or was not needed.</summary>
    Finished,
}

/// <summary>A round of halving.</summary>
/// <param name="Round">From 1.</param>
/// <param name="Epochs">The epoch that ends it.</param>
/// <param name="Runs">Runs that train in it as planned; fewer where some failed.</param>
/// <param name="State">Where it stands.</param>
public sealed record SweepRound(int Round, int Epochs, int Runs, SweepRoundState State);

/// <summary>A run on the leaderboard of its sweep.</summary>
/// <param name="Rank">1 for the best validation accuracy, then by validation loss; null before the run's first epoch.</param>
/// <param name="RunId">The run; where it succeeded, also the model.</param>
/// <param name="Parameters">What it has of the sweep's parameters, by path.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Epoch">The epoch at work or last done, from 1; 0 before the first.</param>
/// <param name="Epochs">Epochs of the whole run.</param>
/// <param name="ValidationAccuracy">Of its best epoch so far, 0 to 1; null before the first.</param>
/// <param name="ValidationAccuracyInterval">95 % Wilson interval of that.</param>
/// <param name="ValidationLoss">Of the same epoch; null where it was not a finite number.</param>
/// <param name="Test">How its model did on the test images; null before the end. It has no part in the rank.</param>
/// <param name="WithinNoise">Whether its validation accuracy may be the first one's by chance: the 95 % interval of their difference (Newcombe, 1998) includes 0. Null before its first epoch.</param>
/// <param name="EliminatedAfterEpoch">The end of the round of halving after which the sweep went on without it; null where it did not.</param>
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

/// <summary>How a model of a sweep did on the test images.</summary>
/// <param name="Accuracy">0 to 1.</param>
/// <param name="AccuracyInterval">95 % Wilson interval of the accuracy.</param>
/// <param name="ErrorCount">Images whose prediction differs from their label.</param>
/// <param name="Loss">Mean per image; null where it was not a finite number.</param>
public sealed record SweepTestResult(double Accuracy, Interval AccuracyInterval, int ErrorCount, double? Loss);
