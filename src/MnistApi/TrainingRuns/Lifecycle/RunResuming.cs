using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Errors;
using MnistApi.Storage;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Endpoints;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>Resumes runs.</summary>
internal sealed class RunResuming(RunQueue queue)
{
    /// <summary>Queues a cancelled or failed run again.</summary>
    /// <param name="epochs">Another number of epochs for the whole run; null: as before.</param>
    /// <returns>The run, or why not; neither where there is none.</returns>
    public async Task<(TrainingRun? Run, ProblemHttpResult? Problem)> ResumeAsync(Guid id, int? epochs, CancellationToken token)
    {
        try
        {
            var (run, isFull) = await queue.ResumeAsync(id, (db, row) => ChangeAsync(db, row, epochs, token), token);
            return isFull ? (null, TrainingRunRoutes.QueueFull()) : (run, null);
        }
        catch (NotResumableException e)
        {
            return (null, e.Problem);
        }
    }

    private static async Task ChangeAsync(MnistDb db, TrainingRunEntity row, int? epochs, CancellationToken token)
    {
        if (row.State == RunState.Paused)
            throw new NotResumableException(ProblemCode.RunNotResumable.Because($"The run {row.Id} is paused: it waits for the other runs of its round of sweep {row.SweepId}, and goes on by itself if it is among the best."));
        if (row.State is not (RunState.Cancelled or RunState.Failed))
            throw new NotResumableException(ProblemCode.RunNotResumable.Because($"The run {row.Id} is {row.State.ToString().ToLowerInvariant()}; only a cancelled or failed run can be resumed. Start a new run instead."));
        if (epochs is not { } wanted) return;

        var done = await db.Epochs.CountAsync(epoch => epoch.RunId == row.Id, token);
        var config = row.ReadConfig() with { Epochs = wanted };
        var faults = ConfigValidator.Validate(config);
        if (faults.Count > 0 || wanted <= done)
            throw new NotResumableException(Problems.Invalid(new Dictionary<string, string[]>
            {
                ["epochs"] = faults.Count > 0 ? [.. faults.Select(fault => fault.Message)] : [$"The field epochs must be more than the {done} that are done. It is {wanted}."],
            }));
        (row.Config, row.Epochs) = (JsonSerializer.Serialize(config, TrainingJson.Options), wanted);
    }

    /// <summary>Leaves the transaction without a change.</summary>
    private sealed class NotResumableException(ProblemHttpResult problem) : Exception
    {
        public ProblemHttpResult Problem { get; } = problem;
    }
}
