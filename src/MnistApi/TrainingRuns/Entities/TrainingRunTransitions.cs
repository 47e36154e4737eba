using MnistApi.ModelRegistry.Contracts;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Entities;

/// <content>
/// The state machine of a run. Every transition checks the state that it starts from, and ends the attempt that is open. The caller holds the
/// row's lock and writes the state event.
/// <code>
/// queued   -> running (Take), failed (Take, after too many attempts), cancelled (Cancel)
/// running  -> running (Take, CompleteEpoch), queued (Release), paused (Pause), succeeded (Succeed), failed (Fail, Take), cancelled (Cancel)
/// paused   -> queued (Requeue), cancelled (Cancel, Eliminate)
/// failed, cancelled -> queued (Resume)
/// Eliminate marks a run that has ended and leaves its state.
/// </code>
/// </content>
internal sealed partial class TrainingRunEntity
{
    /// <summary>The number for the run's next event.</summary>
    public long NextEventSequence() => ++EventSequence;

    public void AddWarnings(params IEnumerable<RunWarning> warnings) => _warnings = [.. _warnings, .. warnings];

    /// <summary>
    /// Gives the run to a worker: a run that waits, or one whose worker is gone. After too many attempts in succession without a finished epoch,
    /// the run fails instead.
    /// </summary>
    /// <param name="lastEpoch">The last epoch that was finished; 0 if none was. Training continues after it.</param>
    /// <returns>Whether the worker has the run now.</returns>
    public bool Take(string worker, DateTime now, TimeSpan lease, int lastEpoch, int maxAttemptsWithoutProgress)
    {
        Require(RunState.Queued, RunState.Running);
        EndAttempt(AttemptOutcome.Vanished, "The worker stopped without reporting why.", now);
        if (AttemptsWithoutProgress >= maxAttemptsWithoutProgress)
        {
            Failure = Exhausted();
            Finish(RunState.Failed, now);
            return false;
        }

        (State, LeaseUntil) = (RunState.Running, now + lease);
        (Attempt, AttemptsWithoutProgress) = (Attempt + 1, AttemptsWithoutProgress + 1);
        StartedAt ??= now;
        GoBackTo(lastEpoch);
        _attempts.Add(new RunAttemptEntity { RunId = Id, Number = Attempt, Worker = worker, StartedAt = now });
        return true;
    }

    /// <summary>Records an epoch that the worker has finished, and renews the lease.</summary>
    /// <param name="best">The run's best epoch so far.</param>
    public void CompleteEpoch(EpochEntity epoch, int stepsPerEpoch, BestEpoch best, DateTime now, TimeSpan lease)
    {
        Require(RunState.Running);
        (Epoch, Step, StepsPerEpoch, SamplesPerSecond) = (epoch.Epoch, stepsPerEpoch, stepsPerEpoch, epoch.SamplesPerSecond);
        (BestEpoch, BestValidationAccuracy, BestValidationLoss) = (best.Epoch, best.ValidationAccuracy, best.ValidationLoss);
        (LeaseUntil, AttemptsWithoutProgress) = (now + lease, 0);
    }

    /// <summary>Lets the run wait for the other runs of its round.</summary>
    public void Pause(DateTime now)
    {
        Require(RunState.Running);
        EndAttempt(AttemptOutcome.Paused, null, now);
        (State, LeaseUntil) = (RunState.Paused, null);
    }

    /// <summary>Gives the run back for another attempt. It keeps its place in the queue.</summary>
    /// <param name="rest">How long no worker takes it.</param>
    public void Release(AttemptOutcome outcome, string? message, DateTime now, TimeSpan rest, int lastEpoch)
    {
        Require(RunState.Running);
        EndAttempt(outcome, message, now);
        (State, LeaseUntil) = (RunState.Queued, now + rest);
        GoBackTo(lastEpoch);
    }

    public void Succeed(TestResult test, DateTime now)
    {
        Require(RunState.Running);
        EndAttempt(AttemptOutcome.Succeeded, null, now);
        (TestAccuracy, TestErrorCount, TestLoss) = (test.Accuracy, test.ErrorCount, test.Loss);
        Finish(RunState.Succeeded, now);
    }

    public void Fail(RunFailure failure, DateTime now)
    {
        Require(RunState.Running);
        EndAttempt(AttemptOutcome.Failed, failure.Message, now);
        Failure = failure;
        Finish(RunState.Failed, now);
    }

    public void Cancel(DateTime now)
    {
        Require(RunState.Queued, RunState.Running, RunState.Paused);
        EndAttempt(AttemptOutcome.Cancelled, null, now);
        Finish(RunState.Cancelled, now);
    }

    /// <summary>Queues a run again that was cancelled or has failed.</summary>
    /// <param name="place">Its new place in the queue.</param>
    /// <param name="config">The configuration to continue with.</param>
    public void Resume(DateTime place, TrainingConfig config, int lastEpoch)
    {
        Require(RunState.Cancelled, RunState.Failed);
        (State, _queuedAt, FinishedAt, Failure, AttemptsWithoutProgress) = (RunState.Queued, place, null, null, 0);
        (_config, Epochs) = (config, config.Epochs);
        GoBackTo(lastEpoch);
    }

    /// <summary>Queues a paused run for the next round. It keeps its place, before every run that was accepted after the sweep.</summary>
    /// <param name="pauseAfterEpoch">The epoch that ends the round; null in the last round.</param>
    public void Requeue(int? pauseAfterEpoch)
    {
        Require(RunState.Paused);
        (State, LeaseUntil, _pauseAfterEpoch) = (RunState.Queued, null, pauseAfterEpoch);
    }

    /// <summary>
    /// Takes the run out of the race of its sweep. A paused run is cancelled. A run that has ended on its own keeps its state; if it is resumed
    /// later, it trains to its end and no round waits for it.
    /// </summary>
    /// <param name="afterEpoch">The epoch that ended the round.</param>
    public void Eliminate(int afterEpoch, RunWarning warning, DateTime now)
    {
        Require(RunState.Paused, RunState.Succeeded, RunState.Failed, RunState.Cancelled);
        (EliminatedAfterEpoch, _pauseAfterEpoch) = (afterEpoch, null);
        if (IsFinished) return;

        AddWarnings(warning);
        Finish(RunState.Cancelled, now);
    }

    /// <summary>Lets the run train to its end when it trains again, because its sweep has no more rounds.</summary>
    public void LeaveRounds() => _pauseAfterEpoch = null;

    /// <summary>Makes a new row the run of a model that was trained elsewhere.</summary>
    public void Import(DateTime finishedAt, EpochEntity last, BestEpoch best, TestResult test)
    {
        Require(RunState.Queued);
        StartedAt = CreatedAt;
        (Epoch, SamplesPerSecond) = (last.Epoch, last.SamplesPerSecond);
        (BestEpoch, BestValidationAccuracy, BestValidationLoss) = (best.Epoch, best.ValidationAccuracy, best.ValidationLoss);
        (TestAccuracy, TestErrorCount, TestLoss) = (test.Accuracy, test.ErrorCount, test.Loss);
        Finish(RunState.Succeeded, finishedAt);
    }

    private void Require(params ReadOnlySpan<RunState> states)
    {
        if (!states.Contains(State)) throw new InvalidOperationException($"A run that is {State} cannot make this transition.");
    }

    private void Finish(RunState state, DateTime now) => (State, FinishedAt, LeaseUntil) = (state, now, null);

    private void EndAttempt(AttemptOutcome outcome, string? message, DateTime now) =>
        _attempts.Find(attempt => attempt.EndedAt is null)?.End(outcome, message, now);

    /// <summary>An epoch that was not finished is repeated, so the progress goes back to the last one that was.</summary>
    private void GoBackTo(int lastEpoch) => (Epoch, Step) = (lastEpoch, lastEpoch == 0 ? 0 : StepsPerEpoch);

    private RunFailure Exhausted() => new(
        RunFailureCode.AttemptsExhausted,
        $"{AttemptsWithoutProgress} attempts in succession ended before an epoch was finished. The run's attempts say how each of them ended. "
        + "Correct the cause, then resume the run.",
        Epoch == 0 ? null : Epoch, null, null);
}
