using System.Text.Json;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Entities;

/// <summary>
/// A row of <c>training_runs</c>: the authoritative record of a run, whichever process trains it. The values of the request do not change.
/// All others change only through the transitions in the other part of this class.
/// </summary>
internal sealed partial class TrainingRunEntity
{
    private readonly List<RunAttemptEntity> _attempts = [];
    private TrainingConfig _config = null!;
    private DateTime _queuedAt;
    private int? _pauseAfterEpoch;
    private IReadOnlyList<RunWarning> _warnings = [];

    public required Guid Id { get; init; }

    /// <summary>Whether this is the run of the model <c>builtin</c>, which ships with the service. Such a run is not listed.</summary>
    public bool IsBuiltin { get; init; }

    public required string Name { get; init; }

    public required string Recipe { get; init; }

    public required string Dataset { get; init; }

    public required long Seed { get; init; }

    public required TrainingConfig Config
    {
        get => _config;
        init => (_config, Epochs) = (value, value.Epochs);
    }

    /// <summary>The epochs whose checkpoints are kept in addition to the best and the last.</summary>
    public IReadOnlyList<int> KeepCheckpoints { get; init; } = [];

    /// <summary>The alias that will point at the model if it passes the gate; null if there is none.</summary>
    public string? PromoteTo { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>The request's <c>Idempotency-Key</c>.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the request's body. It reveals a different request with the same key.</summary>
    public string? RequestSha256 { get; init; }

    /// <summary>The sweep that this run belongs to.</summary>
    public Guid? SweepId { get; init; }

    /// <summary>The values of the sweep's parameters in this run, by path.</summary>
    public IReadOnlyDictionary<string, JsonElement>? SweepParameters { get; init; }

    public RunState State { get; private set; }

    /// <summary>
    /// The place in the queue: the time at which the run was accepted or last resumed. It is later than the place of every run that was in
    /// the queue at that time.
    /// </summary>
    public required DateTime QueuedAt
    {
        get => _queuedAt;
        init => _queuedAt = value;
    }

    public DateTime? StartedAt { get; private set; }

    public DateTime? FinishedAt { get; private set; }

    /// <summary>
    /// The number of times that a worker has taken the run. It is also the fencing token: a worker that holds a smaller number writes
    /// nothing.
    /// </summary>
    public int Attempt { get; private set; }

    /// <summary>The attempts that were loaded. In a locked row, this is the attempt that has not ended.</summary>
    public IReadOnlyCollection<RunAttemptEntity> Attempts => _attempts;

    /// <summary>Attempts since the last finished epoch.</summary>
    public int AttemptsWithoutProgress { get; private set; }

    /// <summary>
    /// While the run is running, the time at which its worker counts as gone. While the run is queued, the time before which no worker
    /// takes it. Null if neither applies.
    /// </summary>
    public DateTime? LeaseUntil { get; private set; }

    /// <summary>The number of the newest event of the run. It is also the version of the row for optimistic concurrency.</summary>
    public long EventSequence { get; private set; }

    /// <summary>The number of the newest <c>progress</c> event, which is not stored as an event.</summary>
    public long ProgressSequence { get; private set; }

    /// <summary>The current epoch, from 1; 0 before the first.</summary>
    public int Epoch { get; private set; }

    public int Epochs { get; private set; }

    public int Step { get; private set; }

    public int StepsPerEpoch { get; private set; }

    public double? SamplesPerSecond { get; private set; }

    public int? BestEpoch { get; private set; }

    public double? BestValidationAccuracy { get; private set; }

    public double? BestValidationLoss { get; private set; }

    public double? TestAccuracy { get; private set; }

    public int? TestErrorCount { get; private set; }

    public double? TestLoss { get; private set; }

    public IReadOnlyList<RunWarning> Warnings
    {
        get => _warnings;
        init => _warnings = value;
    }

    public RunFailure? Failure { get; private set; }

    /// <summary>The epoch after which the run pauses and waits for the other runs of its round; null if it trains to its end.</summary>
    public int? PauseAfterEpoch
    {
        get => _pauseAfterEpoch;
        init => _pauseAfterEpoch = value;
    }

    /// <summary>The last epoch of the round after which the sweep eliminated this run; null if it was not eliminated.</summary>
    public int? EliminatedAfterEpoch { get; private set; }

    public bool IsFinished => State is RunState.Succeeded or RunState.Failed or RunState.Cancelled;
}
