using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Entities;

/// <summary>One time that a worker took a run.</summary>
internal sealed class RunAttemptEntity
{
    public required Guid RunId { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>The worker's machine and process.</summary>
    public required string Worker { get; init; }

    public required DateTime StartedAt { get; init; }

    public DateTime? EndedAt { get; private set; }

    public AttemptOutcome? Outcome { get; private set; }

    public string? Message { get; private set; }

    public void End(AttemptOutcome outcome, string? message, DateTime now) => (EndedAt, Outcome, Message) = (now, outcome, message);
}
