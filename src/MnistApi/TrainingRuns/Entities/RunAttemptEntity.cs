using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Entities;

/// <summary>An attempt: the period in which one worker has the run.</summary>
internal sealed class RunAttemptEntity
{
    public required Guid RunId { get; init; }

    /// <summary>The number of the attempt, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The machine and the process id of the worker.</summary>
    public required string Worker { get; init; }

    public required DateTime StartedAt { get; init; }

    public DateTime? EndedAt { get; private set; }

    public AttemptOutcome? Outcome { get; private set; }

    public string? Message { get; private set; }

    public void End(AttemptOutcome outcome, string? message, DateTime now) => (EndedAt, Outcome, Message) = (now, outcome, message);
}
