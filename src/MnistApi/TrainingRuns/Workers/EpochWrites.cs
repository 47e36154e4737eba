using MnistApi.Training.Evaluation;
using MnistApi.Training.Training;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>
/// Writes each epoch while the next one trains. Training waits only if the previous write has not ended, or if training stops after the
/// epoch anyway. This way the database hardly slows training down. If the worker dies, the run may lose its last finished epoch in addition
/// to the current one.
/// </summary>
internal sealed class EpochWrites(RunLease lease, RunHeartbeat heartbeat, TimeProvider clock) : IDisposable
{
    private Task<bool> _last = Task.FromResult(true);

    /// <summary>Waits for the previous write, and starts to write the epoch that the trainer just finished.</summary>
    /// <returns>True if training continues; false if the run was paused, in which case everything is written.</returns>
    /// <exception cref="RunLostException">The worker no longer holds the run.</exception>
    public bool Write(EpochResult epoch, Trainer trainer)
    {
        var finishedAt = clock.GetUtcNow().UtcDateTime;
        if (!Finish()) return false;

        var best = EpochResult.Best(trainer.History)!;
        var (checkpoint, steps) = (trainer.CreateCheckpoint(), heartbeat.StepsPerEpoch);
        _last = heartbeat.WriteAsync(token => lease.CompleteEpochAsync(epoch, finishedAt, best, steps, checkpoint, token));
        return lease.Run.PauseAfterEpoch is not { } last || epoch.Epoch < last || Finish();
    }

    /// <summary>Waits until everything is written.</summary>
    /// <inheritdoc cref="Write"/>
    public bool Finish() => _last.GetAwaiter().GetResult();

    /// <summary>Waits for the last write. If training ended with an exception, no write follows the one that records the outcome.</summary>
    public void Dispose() => Task.WhenAny(_last).GetAwaiter().GetResult();
}
