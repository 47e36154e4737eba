using MnistApi.ModelRegistry.Contracts;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Entities;

/// <content>
/// The state machine of a run. Every transition checks the current state and ends the open attempt. The caller holds the lock of the row
/// and writes the state event.
/// <code>
/// queued   -> running (Take), failed (Take, after too many attempts), cancelled (Cancel)
/// running  -> running (Take, CompleteEpoch), queued (Release), paused (Pause), succeeded (Succeed), failed (Fail, Take),
///             cancelled (Cancel)
/// paused   -> queued (Requeue), cancelled (Cancel, Eliminate)
/// failed, cancelled -> queued (Resume)
/// If the run has ended, Eliminate only marks it and does not change its state.
/// </code>
/// </content>
internal sealed partial class TrainingRunEntity
{
    /// <summary>Returns the number for the next event of the run.</summary>
    public long NextEventSequence() => ++EventSequence;

    public void AddWarnings(params IEnumerable<RunWarning> warnings) => _warnings = [.. _warnings, .. warnings];

    /// <summary>
    /// Gives the run to a worker. The run is queued, or its previous worker is gone. After too many attempts in succession without a
    /// finished epoch, the run fails instead.
    /// </summary>
    /// <param name="lastEpoch">The last finished epoch; 0 if there is none. Training continues after it.</param>
    /// <returns>True if the worker has the run; false if the run has failed.</returns>
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

    /// <summary>Records a finished epoch and renews the lease.</summary>
    /// <param name="best">The best epoch of the run so far.</param>
    public void CompleteEpoch(EpochEntity epoch, int stepsPerEpoch, BestEpoch best, DateTime now, TimeSpan lease)
    {
        Require(RunState.Running);
        (Epoch, Step, StepsPerEpoch, SamplesPerSecond) = (epoch.Epoch, stepsPerEpoch, stepsPerEpoch, epoch.SamplesPerSecond);
        (BestEpoch, BestValidationAccuracy, BestValidationLoss) = (best.Epoch, best.ValidationAccuracy, best.ValidationLoss);
        (LeaseUntil, AttemptsWithoutProgress) = (now + lease, 0);
    }

    /// <summary>Pauses the run until the other runs of its round have ended.</summary>
    public void Pause(DateTime now)
    {
        Require(RunState.Running);
        EndAttempt(AttemptOutcome.Paused, null, now);
        (State, LeaseUntil) = (RunState.Paused, null);
    }

    /// <summary>Returns the run to the queue for another attempt. The run keeps its place.</summary>
    /// <param name="delay">The time during which no worker takes the run.</param>
    public void Release(AttemptOutcome outcome, string? message, DateTime now, TimeSpan delay, int lastEpoch)
    {
        Require(RunState.Running);
        EndAttempt(outcome, message, now);
        (State, LeaseUntil) = (RunState.Queued, now + delay);
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

    /// <summary>Queues a cancelled or failed run again.</summary>
    /// <param name="place">The new place in the queue.</param>
    /// <param name="config">The configuration to continue with.</param>
    public void Resume(DateTime place, TrainingConfig config, int lastEpoch)
    {
        Require(RunState.Cancelled, RunState.Failed);
        (State, _queuedAt, FinishedAt, Failure, AttemptsWithoutProgress) = (RunState.Queued, place, null, null, 0);
        (_config, Epochs) = (config, config.Epochs);
        GoBackTo(lastEpoch);
    }

    /// <summary>Queues a paused run for the next round. It keeps its place ahead of every run that was accepted after the sweep.</summary>
    /// <param name="pauseAfterEpoch">The last epoch of the round; null in the last round.</param>
    public void Requeue(int? pauseAfterEpoch)
    {
        Require(RunState.Paused);
        (State, LeaseUntil, _pauseAfterEpoch) = (RunState.Queued, null, pauseAfterEpoch);
    }

    /// <summary>
    /// Eliminates the run from its sweep. A paused run is cancelled. A run that has already ended keeps its state; if it is resumed later,
    /// it trains to its end and no round waits for it.
    /// </summary>
    /// <param name="afterEpoch">The last epoch of the round.</param>
    public void Eliminate(int afterEpoch, RunWarning warning, DateTime now)
    {
        Require(RunState.Paused, RunState.Succeeded, RunState.Failed, RunState.Cancelled);
        (EliminatedAfterEpoch, _pauseAfterEpoch) = (afterEpoch, null);
        if (IsFinished) return;

        AddWarnings(warning);
        Finish(RunState.Cancelled, now);
    }

    /// <summary>Removes the pause: if the run is resumed, it trains to its end, because its sweep has no more rounds.</summary>
    public void LeaveRounds() => _pauseAfterEpoch = null;

    /// <summary>Marks a new row as the succeeded run of a model that was trained elsewhere.</summary>
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
        if (!states.Contains(State)) throw new InvalidOperationException($"This transition is not allowed for a run in the state {State}.");
    }

    private void Finish(RunState state, DateTime now) => (State, FinishedAt, LeaseUntil) = (state, now, null);

    private void EndAttempt(AttemptOutcome outcome, string? message, DateTime now) =>
        _attempts.Find(attempt => attempt.EndedAt is null)?.End(outcome, message, now);

    /// <summary>Sets the progress back to the last finished epoch, because an unfinished epoch is repeated.</summary>
    private void GoBackTo(int lastEpoch) => (Epoch, Step) = (lastEpoch, lastEpoch == 0 ? 0 : StepsPerEpoch);

    private RunFailure Exhausted() => new(
        RunFailureCode.AttemptsExhausted,
        $"{AttemptsWithoutProgress} attempts in succession ended before they finished an epoch. "
        + "The attempts of the run show how each one ended. Correct the cause, and then resume the run.",
        Epoch == 0 ? null : Epoch, null, null);
}
