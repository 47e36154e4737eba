using Microsoft.EntityFrameworkCore;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>The times that workers took a run.</summary>
internal static class RunAttempts
{
    /// <summary>This worker's name: machine and process.</summary>
    public static string Worker { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    public static void Begin(MnistDb db, TrainingRunEntity row, DateTime now) =>
        db.RunAttempts.Add(new RunAttemptEntity { RunId = row.Id, Number = row.Attempt, Worker = Worker, StartedAt = now });

    /// <summary>Ends the run's attempt; nothing where none is open.</summary>
    public static async Task EndAsync(MnistDb db, TrainingRunEntity row, AttemptOutcome outcome, string? message, DateTime now, CancellationToken token)
    {
        var open = await db.RunAttempts.FirstOrDefaultAsync(attempt => attempt.RunId == row.Id && attempt.EndedAt == null, token);
        if (open is not null) (open.EndedAt, open.Outcome, open.Message) = (now, outcome, message);
    }
}
