using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>The result of a request to resume a run: the run if it was queued again, otherwise the reason why not.</summary>
/// <param name="Run">The run, if it was queued again.</param>
/// <param name="NotResumable">The run, if its state does not allow it to be resumed.</param>
/// <param name="Errors">The errors of the requested number of epochs.</param>
/// <param name="IsQueueFull">Whether the queue is full.</param>
internal sealed record ResumeResult(
    TrainingRun? Run = null, TrainingRunEntity? NotResumable = null, IReadOnlyList<string>? Errors = null, bool IsQueueFull = false);

/// <summary>Resumes runs.</summary>
internal sealed class RunResuming(RunQueue queue, RunTransactions transactions)
{
    /// <summary>Queues a cancelled or failed run again, at the end of the queue.</summary>
    /// <param name="epochs">The new number of epochs of the whole run; null if the number does not change.</param>
    /// <returns>The result; null if there is no such run.</returns>
    public Task<ResumeResult?> ResumeAsync(Guid id, int? epochs, CancellationToken token) =>
        queue.RequeueAsync(id, async (db, row, lockPlace) =>
        {
            if (row.State is not (RunState.Cancelled or RunState.Failed)) return new ResumeResult(NotResumable: row);
            var done = await db.LastEpochAsync(id, token);
            var config = epochs is { } requested ? row.Config with { Epochs = requested } : row.Config;
            if (epochs is not null && ErrorsOf(config, done) is { Count: > 0 } errors) return new ResumeResult(Errors: errors);
            if (await lockPlace() is not { } place) return new ResumeResult(IsQueueFull: true);

            row.Resume(place, config, done);
            return new ResumeResult(await transactions.AddStateEventAsync(db, row, token));
        }, token);

    private static IReadOnlyList<string> ErrorsOf(TrainingConfig config, int done)
    {
        var errors = ConfigValidator.Validate(config);
        if (errors.Count > 0) return [.. errors.Select(error => error.Message)];
        return config.Epochs > done ? [] : [$"The field epochs must be more than the {done} that are done already. It is {config.Epochs}."];
    }
}
