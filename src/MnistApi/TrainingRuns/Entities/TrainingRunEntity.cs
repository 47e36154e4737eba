using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Entities;

/// <summary>A row of <c>training_runs</c>: the truth about a run, whichever process trains it.</summary>
internal sealed class TrainingRunEntity
{
    public required Guid Id { get; init; }

    /// <summary>Whether it came with the service, as the run of the model that is called <c>builtin</c>; it is not listed among the runs.</summary>
    public bool IsBuiltin { get; init; }

    public required string Name { get; set; }

    public required string Recipe { get; init; }

    public required RunState State { get; set; }

    public required string Dataset { get; init; }

    public required long Seed { get; init; }

    /// <summary>The whole <see cref="Training.Configuration.TrainingConfig"/> as JSON.</summary>
    public required string Config { get; set; }

    /// <summary>Epochs whose checkpoints are kept besides the best and the last.</summary>
    public required IReadOnlyList<int> KeepCheckpoints { get; init; }

    /// <summary>The alias that the model shall take, if it passes the gate.</summary>
    public string? PromoteTo { get; init; }

    /// <summary><see cref="RunWarning"/>s as JSON.</summary>
    public required string Warnings { get; set; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>Orders the queue: when it was accepted, or last resumed, but after all that waited then.</summary>
    public required DateTime QueuedAt { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>How often a worker took the run. Also the fencing token: whoever holds an older number writes nothing.</summary>
    public int Attempt { get; set; }

    /// <summary>Attempts since an epoch was last finished.</summary>
    public int AttemptsWithoutProgress { get; set; }

    /// <summary>Until when the worker is taken to be alive, or a run that waits rests; null where nobody has the run.</summary>
    public DateTime? LeaseUntil { get; set; }

    /// <summary>The number of the run's newest event.</summary>
    public long EventSequence { get; set; }

    /// <summary>The number of the newest <c>progress</c> event, which is kept in this row alone.</summary>
    public long ProgressSequence { get; set; }

    /// <summary>The epoch at work, from 1; 0 before the first.</summary>
    public int Epoch { get; set; }

    public int Epochs { get; set; }

    public int Step { get; set; }

    public int StepsPerEpoch { get; set; }

    public double? SamplesPerSecond { get; set; }

    public int? BestEpoch { get; set; }

    public double? BestValidationAccuracy { get; set; }

    public double? BestValidationLoss { get; set; }

    public double? TestAccuracy { get; set; }

    public int? TestErrorCount { get; set; }

    public double? TestLoss { get; set; }

    /// <summary>A <see cref="RunFailure"/> as JSON.</summary>
    public string? Failure { get; set; }

    /// <summary>The request's <c>Idempotency-Key</c>.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the request's body, to tell another request with the same key.</summary>
    public string? RequestSha256 { get; init; }

    /// <summary>The sweep that it is a run of.</summary>
    public Guid? SweepId { get; init; }

    /// <summary>What it has of the sweep's parameters, by path, as JSON.</summary>
    public string? SweepParameters { get; init; }

    /// <summary>The epoch after which it waits for the other runs of its round; null where it trains to its end.</summary>
    public int? PauseAfterEpoch { get; set; }

    /// <summary>The end of the round after which the sweep went on without it; null while it is in the race.</summary>
    public int? EliminatedAfterEpoch { get; set; }

    public bool IsFinished => State is RunState.Succeeded or RunState.Failed or RunState.Cancelled;
}
