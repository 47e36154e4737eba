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

/// <summary>The worker no longer holds the run, because the run was cancelled or another worker took it.</summary>
internal sealed class RunLostException(Guid runId, int attempt) : Exception($"Attempt {attempt} of run {runId} has ended.");

/// <summary>
/// The lease of a worker on a run. All writes are fenced: if another attempt has started or the run is no longer running, nothing is
/// written and <see cref="RunLostException"/> is thrown.
/// </summary>
internal sealed class RunLease(
    IDbContextFactory<MnistDb> databases, RunTransactions transactions, TimeProvider clock, TimeSpan duration, TrainingRunEntity run)
{
    public Guid RunId => run.Id;

    public int Attempt => run.Attempt;

    /// <summary>The run as it was when the worker took it.</summary>
    public TrainingRunEntity Run => run;

    /// <summary>Renews the lease and stores the progress.</summary>
    public async Task RenewAsync(TrainingProgress? progress, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var isRenewed = await db.TrainingRuns.HeartbeatAsync(RunId, Attempt, Now + duration, progress, token);
        if (!isRenewed) throw new RunLostException(RunId, Attempt);
    }

    /// <summary>
    /// Writes the metrics and the checkpoint of an epoch and renews the lease, in one transaction. If the epoch is the last of a round, the
    /// same transaction pauses the run and ends this lease. The method is idempotent.
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

    /// <summary>Ends the run with its model. The same transaction registers the model and points the requested alias at it.</summary>
    public Task<bool> SucceedAsync(TrainedModel model, CancellationToken token) => ChangeAsync(async (db, row) =>
    {
        var findings = await model.RegisterAsync(db, Now, token);
        row.AddWarnings(RunWarnings.Of(findings));
        row.Succeed(model.Test, Now);
        await transactions.AddStateEventAsync(db, row, token);
        return true;
    }, token);

    /// <summary>Ends the run with a failure, because another attempt would fail for the same reason.</summary>
    public Task FailAsync(RunFailure failure, CancellationToken token) => ChangeAsync(async (db, row) =>
    {
        row.Fail(failure, Now);
        await transactions.AddStateEventAsync(db, row, token);
        return true;
    }, token);

    /// <summary>Returns the run to the queue for another attempt. The run keeps its place.</summary>
    /// <param name="delay">The time during which no worker takes the run.</param>
    public Task ReleaseAsync(AttemptOutcome outcome, string? message, TimeSpan delay, CancellationToken token) =>
        ChangeAsync(async (db, row) =>
        {
            row.Release(outcome, message, Now, delay, await db.LastEpochAsync(RunId, token));
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

    /// <summary>Adds the last checkpoint, and deletes all others except the best and those that the request asked to keep.</summary>
    private async Task ReplaceCheckpointsAsync(MnistDb db, TrainingRunEntity row, CheckpointEntity last, int best, CancellationToken token)
    {
        db.Checkpoints.Add(last);
        int[] kept = [.. row.KeepCheckpoints, last.Epoch, best];
        await db.Checkpoints.Where(old => old.RunId == RunId && !kept.Contains(old.Epoch)).ExecuteDeleteAsync(token);
    }

    /// <exception cref="RunLostException">The worker no longer holds the run.</exception>
    private async Task<bool> ChangeAsync(Func<MnistDb, TrainingRunEntity, Task<bool>> change, CancellationToken token)
    {
        var isChanged = await transactions.ChangeAsync(RunId, (db, row) =>
            row.Attempt == Attempt && row.State == RunState.Running ? change(db, row) : Task.FromResult(false), token);
        return isChanged ? true : throw new RunLostException(RunId, Attempt);
    }
}
