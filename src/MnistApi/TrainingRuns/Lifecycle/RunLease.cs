using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Json;
using MnistApi.ModelRegistry;
using MnistApi.Storage;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Text;
using MnistApi.Training.Training;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>This worker does not hold the run any more: it was cancelled, or another worker took it.</summary>
internal sealed class RunLostException(Guid runId, int attempt) : Exception($"Attempt {attempt} of run {runId} is over.");

/// <summary>
/// A worker's hold on a run. Everything it writes is fenced: where the row's attempt is no longer its own, or the run no longer
/// runs, nothing is written and <see cref="RunLostException"/> is thrown.
/// </summary>
internal sealed class RunLease(IDbContextFactory<MnistDb> databases, RunTransactions transactions, TimeProvider clock, TimeSpan duration, TrainingRunEntity run)
{
    public Guid RunId => run.Id;

    public int Attempt => run.Attempt;

    /// <summary>The run as it was when it was taken.</summary>
    public TrainingRunEntity Run => run;

    /// <summary>Stays alive, and tells how far the run is. Twice a second for each run, so in one statement.</summary>
    public async Task RenewAsync(TrainingProgress? progress, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var own = db.TrainingRuns.Where(row => row.Id == RunId && row.Attempt == Attempt && row.State == RunState.Running);
        var until = clock.GetUtcNow().UtcDateTime + duration;
        var renewed = progress is not { } now
            ? await own.ExecuteUpdateAsync(row => row.SetProperty(run => run.LeaseUntil, until), token)
            : await own.ExecuteUpdateAsync(row => row
                .SetProperty(run => run.LeaseUntil, until)
                .SetProperty(run => run.Epoch, now.Epoch)
                .SetProperty(run => run.Step, now.Step)
                .SetProperty(run => run.StepsPerEpoch, now.StepsPerEpoch)
                .SetProperty(run => run.SamplesPerSecond, now.SamplesPerSecond)
                .SetProperty(run => run.EventSequence, run => run.EventSequence + 1)
                .SetProperty(run => run.ProgressSequence, run => run.EventSequence + 1), token);
        if (renewed == 0) throw new RunLostException(RunId, Attempt);
    }

    /// <summary>
    /// Metrics, checkpoint and lease in one transaction. Of the checkpoints the last, the best and those asked for are kept. Done twice it is done once. Where the epoch ends the run's round of a
    /// sweep, the run is paused in the same transaction, and this lease is over.
    /// </summary>
    /// <returns>Whether the run goes on.</returns>
    public async Task<bool> CompleteEpochAsync(EpochResult result, DateTime finishedAt, EpochResult best, int stepsPerEpoch, Checkpoint checkpoint, CancellationToken token)
    {
        var data = checkpoint.ToBytes();
        var sha256 = checkpoint.WeightsSha256;
        var goesOn = true;
        await ChangeAsync(async (db, row) =>
        {
            if (await db.Epochs.AnyAsync(epoch => epoch.RunId == RunId && epoch.Epoch == result.Epoch, token)) return true;
            var now = clock.GetUtcNow().UtcDateTime;
            var metrics = result.ToRow(RunId, Attempt, finishedAt);
            db.Epochs.Add(metrics);
            db.Checkpoints.Add(new CheckpointEntity { RunId = RunId, Epoch = result.Epoch, Data = data, Bytes = data.Length, WeightsSha256 = sha256, CreatedAt = now });
            var kept = row.KeepCheckpoints.Append(result.Epoch).Append(best.Epoch).ToArray();
            await db.Checkpoints.Where(old => old.RunId == RunId && !kept.Contains(old.Epoch)).ExecuteDeleteAsync(token);

            (row.Epoch, row.Step, row.StepsPerEpoch, row.SamplesPerSecond) = (result.Epoch, stepsPerEpoch, stepsPerEpoch, result.SamplesPerSecond);
            (row.BestEpoch, row.BestValidationAccuracy, row.BestValidationLoss) = (best.Epoch, best.ValidationAccuracy, best.ValidationLoss.FiniteOrNull());
            (row.LeaseUntil, row.AttemptsWithoutProgress) = (now + duration, 0);
            RunTransactions.AddEpochEvent(db, row, metrics.ToMetrics());
            goesOn = row.PauseAfterEpoch is not { } last || result.Epoch < last;
            if (!goesOn) await PauseAsync(db, row, now, token);
            return true;
        }, token);
        return goesOn;
    }

    /// <summary>The run's end: it is a model, which takes its alias in the same transaction, so neither is without the other.</summary>
    public Task<bool> SucceedAsync(TrainedModel model, CancellationToken token) => ChangeAsync(async (db, row) =>
    {
        await model.AddToAsync(db, row, clock.GetUtcNow().UtcDateTime, token);
        (row.TestAccuracy, row.TestErrorCount, row.TestLoss) = (model.Result.Accuracy, model.Result.Errors.Count, model.Result.Loss.FiniteOrNull());
        await FinishAsync(db, row, RunState.Succeeded, AttemptOutcome.Succeeded, null, token);
        return true;
    }, token);

    /// <summary>The run's end: another attempt would fail as well.</summary>
    public Task FailAsync(RunFailure failure, CancellationToken token) => ChangeAsync(async (db, row) =>
    {
        row.Failure = JsonSerializer.Serialize(failure, ServiceJson.Options);
        await FinishAsync(db, row, RunState.Failed, AttemptOutcome.Failed, failure.Message, token);
        return true;
    }, token);

    /// <summary>Gives the run back for another attempt: it waits again, in its old place.</summary>
    /// <param name="after">How long it rests before that.</param>
    public Task ReleaseAsync(AttemptOutcome outcome, string? message, TimeSpan after, CancellationToken token) => ChangeAsync(async (db, row) =>
    {
        var now = clock.GetUtcNow().UtcDateTime;
        (row.State, row.LeaseUntil) = (RunState.Queued, now + after);
        await row.GoBackToLastEpochAsync(db, token);
        await RunAttempts.EndAsync(db, row, outcome, message, now, token);
        await transactions.AddStateEventAsync(db, row, token);
        return true;
    }, token);

    private async Task PauseAsync(MnistDb db, TrainingRunEntity row, DateTime now, CancellationToken token)
    {
        (row.State, row.LeaseUntil) = (RunState.Paused, null);
        await RunAttempts.EndAsync(db, row, AttemptOutcome.Paused, null, now, token);
        await transactions.AddStateEventAsync(db, row, token);
    }

    private async Task FinishAsync(MnistDb db, TrainingRunEntity row, RunState state, AttemptOutcome outcome, string? message, CancellationToken token)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        (row.State, row.FinishedAt, row.LeaseUntil) = (state, now, null);
        await RunAttempts.EndAsync(db, row, outcome, message, now, token);
        await transactions.AddStateEventAsync(db, row, token);
    }

    /// <returns>True; what is false is thrown.</returns>
    private async Task<bool> ChangeAsync(Func<MnistDb, TrainingRunEntity, Task<bool>> change, CancellationToken token)
    {
        var changed = await transactions.ChangeAsync(RunId, (db, row) =>
            row.Attempt == Attempt && row.State == RunState.Running ? change(db, row) : Task.FromResult(false), token);
        return changed ? true : throw new RunLostException(RunId, Attempt);
    }
}
