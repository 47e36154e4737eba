using MnistApi.Training.Evaluation;
using MnistApi.Training.Training;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>
/// Writes each epoch while the next one trains: the training waits for a write only where the one before has not ended, or where it stops there anyway. So the
/// database costs it next to nothing, and a worker that dies may lose the last whole epoch besides the one it was at.
/// </summary>
internal sealed class EpochWrites(RunLease lease, RunHeartbeat heartbeat, TimeProvider clock) : IDisposable
{
    private Task<bool> _last = Task.FromResult(true);

    /// <summary>Waits for the write before, and begins to write the epoch that the trainer just finished.</summary>
    /// <returns>Whether the run goes on; not where it is paused, and then all is written.</returns>
    /// <exception cref="RunLostException">The worker does not hold the run any more.</exception>
    public bool Write(EpochResult epoch, Trainer trainer)
    {
        var finishedAt = clock.GetUtcNow().UtcDateTime;
        if (!Finish()) return false;

        var best = EpochResult.Best(trainer.History)!;
        var (checkpoint, steps) = (trainer.CreateCheckpoint(), heartbeat.StepsPerEpoch);
        _last = heartbeat.WriteAsync(token => lease.CompleteEpochAsync(epoch, finishedAt, best, steps, checkpoint, token));
        return lease.Run.PauseAfterEpoch is not { } last || epoch.Epoch < last || Finish();
    }

    /// <inheritdoc cref="Write"/>
    /// <summary>Waits until all is written.</summary>
    public bool Finish() => _last.GetAwaiter().GetResult();

    /// <summary>Where the training ended by an exception, nothing is written after what is then told of it.</summary>
    public void Dispose() => Task.WhenAny(_last).GetAwaiter().GetResult();
}
