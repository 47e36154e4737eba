using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Registration;
using MnistApi.Storage;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Training;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>The worker no longer holds the run: the run was cancelled, or another worker took it.</summary>
internal sealed class RunLostException(Guid runId, int attempt) : Exception($"Attempt {attempt} of run {runId} is over.");

/// <summary>
/// A worker's hold on a run. Everything that it writes is fenced: if the row has another attempt by now, or the run is no longer running, nothing is
/// written and <see cref="RunLostException"/> is thrown.
/// </summary>
internal sealed class RunLease(
    IDbContextFactory<MnistDb> databases, RunTransactions transactions, TimeProvider clock, TimeSpan duration, TrainingRunEntity run)
{
    public Guid RunId => run.Id;

    public int Attempt => run.Attempt;

    /// <summary>The run as it was when the worker took it.</summary>
    public TrainingRunEntity Run => run;

    /// <summary>Renews the lease and reports the progress.</summary>
    public async Task RenewAsync(TrainingProgress? progress, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (!await db.TrainingRuns.HeartbeatAsync(RunId, Attempt, Now + duration, progress, token)) throw new RunLostException(RunId, Attempt);
    }

    /// <summary>
    /// Writes an epoch's metrics and checkpoint and renews the lease, in one transaction. If the epoch ends the run's round of a sweep, the same
    /// transaction pauses the run, and this lease is over. Idempotent.
    /// </summary>
    /// <returns>Whether training continues.</returns>
    public async Task<bool> CompleteEpochAsync(
        EpochResult result, DateTime finishedAt, EpochResult best, int stepsPerEpoch, Checkpoint checkpoint, CancellationToken token)
    {
        var stored = ToRow(checkpoint, result.Epoch);
        var continues = true;
        await ChangeAsync(async (db, row) =>
        {
            continues = row.PauseAfterEpoch is not { } last || result.Epoch < last;
            if (await db.Epochs.AnyAsync(epoch => epoch.RunId == RunId && epoch.Epoch == result.Epoch, token)) return true;
            var epoch = result.ToRow(RunId, Attempt, finishedAt);
            db.Epochs.Add(epoch);
            await ReplaceCheckpointsAsync(db, row, stored, best.Epoch, token);
            row.CompleteEpoch(epoch, stepsPerEpoch, best.ToBestEpoch(), Now, duration);
            RunTransactions.AddEpochEvent(db, row, epoch.ToMetrics());
            if (continues) return true;

            row.Pause(Now);
            await transactions.AddStateEventAsync(db, row, token);
            return true;
        }, token);
        return continues;
    }

    /// <summary>Ends the run with its model. The same transaction registers the model and gives it its alias.</summary>
    public Task<bool> SucceedAsync(TrainedModel model, CancellationToken token) => ChangeAsync(async (db, row) =>
    {
        var findings = await model.RegisterAsync(db, Now, token);
        row.AddWarnings(RunWarnings.Of(findings));
        row.Succeed(model.Test, Now);
        await transactions.AddStateEventAsync(db, row, token);
        return true;
    }, token);

    /// <summary>Ends the run because every other attempt would fail as well.</summary>
    public Task FailAsync(RunFailure failure, CancellationToken token) => ChangeAsync(async (db, row) =>
    {
        row.Fail(failure, Now);
        await transactions.AddStateEventAsync(db, row, token);
        return true;
    }, token);

    /// <summary>Gives the run back for another attempt. It waits in its old place.</summary>
    /// <param name="rest">How long it rests before that.</param>
    public Task ReleaseAsync(AttemptOutcome outcome, string? message, TimeSpan rest, CancellationToken token) => ChangeAsync(async (db, row) =>
    {
        row.Release(outcome, message, Now, rest, await db.LastEpochAsync(RunId, token));
        await transactions.AddStateEventAsync(db, row, token);
        return true;
    }, token);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private CheckpointEntity ToRow(Checkpoint checkpoint, int epoch)
    {
        var data = checkpoint.ToBytes();
        return new CheckpointEntity
        {
            RunId = RunId,
            Epoch = epoch,
            Data = data,
            Bytes = data.Length,
            WeightsSha256 = checkpoint.WeightsSha256,
            CreatedAt = Now,
        };
    }

    /// <summary>Keeps the last checkpoint, the best one and those that the request asked for.</summary>
    private async Task ReplaceCheckpointsAsync(MnistDb db, TrainingRunEntity row, CheckpointEntity last, int best, CancellationToken token)
    {
        db.Checkpoints.Add(last);
        int[] kept = [.. row.KeepCheckpoints, last.Epoch, best];
        await db.Checkpoints.Where(old => old.RunId == RunId && !kept.Contains(old.Epoch)).ExecuteDeleteAsync(token);
    }

    /// <returns>True; otherwise the exception is thrown.</returns>
    private async Task<bool> ChangeAsync(Func<MnistDb, TrainingRunEntity, Task<bool>> change, CancellationToken token)
    {
        var isChanged = await transactions.ChangeAsync(RunId, (db, row) =>
            row.Attempt == Attempt && row.State == RunState.Running ? change(db, row) : Task.FromResult(false), token);
        return isChanged ? true : throw new RunLostException(RunId, Attempt);
    }
}
