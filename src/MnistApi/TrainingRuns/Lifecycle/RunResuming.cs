using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>What became of a request to resume a run. A run if it is queued again, otherwise one of the reasons why not.</summary>
/// <param name="NotResumable">The run as it is, if its state does not allow it.</param>
/// <param name="Errors">What is wrong with the number of epochs.</param>
/// <param name="IsQueueFull">Whether too many runs wait already.</param>
internal sealed record RunResumption(
    TrainingRun? Run = null, TrainingRunEntity? NotResumable = null, IReadOnlyList<string>? Errors = null, bool IsQueueFull = false);

/// <summary>Resumes runs.</summary>
internal sealed class RunResuming(RunQueue queue, RunTransactions transactions)
{
    /// <summary>Queues a cancelled or failed run again, at the end.</summary>
    /// <param name="epochs">Another number of epochs for the whole run; null keeps the present one.</param>
    /// <returns>What became of it; null if there is no such run.</returns>
    public Task<RunResumption?> ResumeAsync(Guid id, int? epochs, CancellationToken token) => queue.RequeueAsync(id, async (db, row, lockPlace) =>
    {
        if (row.State is not (RunState.Cancelled or RunState.Failed)) return new RunResumption(NotResumable: row);
        var done = await db.LastEpochAsync(id, token);
        var config = epochs is { } wanted ? row.Config with { Epochs = wanted } : row.Config;
        if (epochs is not null && ErrorsOf(config, done) is { Count: > 0 } errors) return new RunResumption(Errors: errors);
        if (await lockPlace() is not { } place) return new RunResumption(IsQueueFull: true);

        row.Resume(place, config, done);
        return new RunResumption(await transactions.AddStateEventAsync(db, row, token));
    }, token);

    private static IReadOnlyList<string> ErrorsOf(TrainingConfig config, int done)
    {
        var errors = ConfigValidator.Validate(config);
        if (errors.Count > 0) return [.. errors.Select(error => error.Message)];
        return config.Epochs > done ? [] : [$"The field epochs must be more than the {done} that are done. It is {config.Epochs}."];
    }
}
