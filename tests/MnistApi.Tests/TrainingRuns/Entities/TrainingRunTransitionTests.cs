using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.Tests.TrainingRuns.Entities;

/// <summary>Every transition from every state: it leads to a new state, or it is refused and changes nothing.</summary>
public class TrainingRunTransitionTests
{
    private const RunState Queued = RunState.Queued, Running = RunState.Running, Paused = RunState.Paused;
    private const RunState Succeeded = RunState.Succeeded, Failed = RunState.Failed, Cancelled = RunState.Cancelled;
    private const int MaxAttempts = 3;

    private static readonly DateTime Now = new(2026, 11, 29, 12, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly TrainingConfig Config = Recipes.Find("mlp")!.Config;
    private static readonly RunFailure Failure = new(RunFailureCode.DatasetUnavailable, "It is only a test.", null, null, null);
    private static readonly RunWarning Warning = new(RunWarningCode.Eliminated, "It is only a test.");

    private static readonly Dictionary<string, Action<TrainingRunEntity>> Transitions = new()
    {
        ["Take"] = run => run.Take("worker", Now, Lease, lastEpoch: 0, MaxAttempts),
        ["CompleteEpoch"] = run => run.CompleteEpoch(Epoch(1), stepsPerEpoch: 10, new BestEpoch(1, 0.9, 0.1), Now, Lease),
        ["Pause"] = run => run.Pause(Now),
        ["Release"] = run => run.Release(AttemptOutcome.Stopped, null, Now, TimeSpan.Zero, lastEpoch: 0),
        ["Succeed"] = run => run.Succeed(new MnistApi.ModelRegistry.Contracts.TestResult(0.9, 1000, 0.1), Now),
        ["Fail"] = run => run.Fail(Failure, Now),
        ["Cancel"] = run => run.Cancel(Now),
        ["Resume"] = run => run.Resume(Now, Config, lastEpoch: 0),
        ["Requeue"] = run => run.Requeue(pauseAfterEpoch: null),
        ["Eliminate"] = run => run.Eliminate(1, Warning, Now),
    };

    /// <summary>For each transition, the states from which it may start and the state to which it leads.</summary>
    private static readonly Dictionary<string, Dictionary<RunState, RunState>> Expected = new()
    {
        ["Take"] = new() { [Queued] = Running, [Running] = Running },
        ["CompleteEpoch"] = new() { [Running] = Running },
        ["Pause"] = new() { [Running] = Paused },
        ["Release"] = new() { [Running] = Queued },
        ["Succeed"] = new() { [Running] = Succeeded },
        ["Fail"] = new() { [Running] = Failed },
        ["Cancel"] = new() { [Queued] = Cancelled, [Running] = Cancelled, [Paused] = Cancelled },
        ["Resume"] = new() { [Failed] = Queued, [Cancelled] = Queued },
        ["Requeue"] = new() { [Paused] = Queued },
        ["Eliminate"] = new() { [Paused] = Cancelled, [Succeeded] = Succeeded, [Failed] = Failed, [Cancelled] = Cancelled },
    };

    public static TheoryData<string, RunState> Table() => new(
        from transition in Transitions.Keys
        from state in Enum.GetValues<RunState>()
        select (transition, state));

    [Theory]
    [MemberData(nameof(Table))]
    public void A_transition_leads_where_the_table_says_or_is_refused(string transition, RunState from)
    {
        var run = RunIn(from);

        if (Expected[transition].TryGetValue(from, out var to))
        {
            Transitions[transition](run);
            Assert.Equal(to, run.State);
            Assert.Equal(to == Running, run.Attempts.Any(attempt => attempt.EndedAt is null));
            Assert.Equal(run.IsFinished, run.FinishedAt is not null);
        }
        else
        {
            Assert.Throws<InvalidOperationException>(() => Transitions[transition](run));
            Assert.Equal(from, run.State);
        }
    }

    [Theory]
    [InlineData("Take", AttemptOutcome.Vanished)]
    [InlineData("Pause", AttemptOutcome.Paused)]
    [InlineData("Release", AttemptOutcome.Stopped)]
    [InlineData("Succeed", AttemptOutcome.Succeeded)]
    [InlineData("Fail", AttemptOutcome.Failed)]
    [InlineData("Cancel", AttemptOutcome.Cancelled)]
    public void The_transition_sets_the_outcome_of_the_attempt(string transition, AttemptOutcome outcome)
    {
        var run = RunIn(Running);

        Transitions[transition](run);

        Assert.Equal((outcome, Now), (run.Attempts.First().Outcome, run.Attempts.First().EndedAt));
    }

    [Fact]
    public void A_run_fails_after_too_many_attempts_without_an_epoch()
    {
        var run = RunIn(Queued);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++) Assert.True(Take(run));

        Assert.False(Take(run));

        Assert.Equal((Failed, RunFailureCode.AttemptsExhausted, MaxAttempts), (run.State, run.Failure?.Code, run.Attempt));
    }

    [Fact]
    public void A_finished_epoch_counts_as_progress()
    {
        var run = RunIn(Running);
        Transitions["CompleteEpoch"](run);

        for (var attempt = 1; attempt <= MaxAttempts; attempt++) Assert.True(Take(run));
    }

    [Fact]
    public void A_resumed_run_counts_attempts_anew_and_keeps_its_finished_epochs()
    {
        var run = RunIn(Failed);

        run.Resume(Now.AddHours(1), Config with { Epochs = 9 }, lastEpoch: 2);

        Assert.Equal((Now.AddHours(1), 9, 2, 0), (run.QueuedAt, run.Epochs, run.Epoch, run.AttemptsWithoutProgress));
        Assert.Null(run.Failure);
        Assert.Null(run.FinishedAt);
    }

    [Fact]
    public void Only_a_paused_run_gets_the_warning_of_its_elimination()
    {
        var (paused, failed) = (RunIn(Paused), RunIn(Failed));

        Transitions["Eliminate"](paused);
        Transitions["Eliminate"](failed);

        Assert.Equal([Warning], paused.Warnings);
        Assert.Empty(failed.Warnings);
        Assert.Equal((1, 1), (paused.EliminatedAfterEpoch, failed.EliminatedAfterEpoch));
    }

    private static bool Take(TrainingRunEntity run) => run.Take("worker", Now, Lease, lastEpoch: 0, MaxAttempts);

    private static TrainingRunEntity RunIn(RunState state)
    {
        var run = new TrainingRunEntity
        {
            Id = Guid.NewGuid(),
            Name = "test",
            Recipe = "mlp",
            Dataset = "synthetic",
            Seed = 1,
            Config = Config,
            CreatedAt = Now,
            QueuedAt = Now,
        };
        string[] way = state switch
        {
            Queued => [],
            Running => ["Take"],
            Paused => ["Take", "Pause"],
            Succeeded => ["Take", "Succeed"],
            Failed => ["Take", "Fail"],
            _ => ["Cancel"],
        };
        foreach (var transition in way) Transitions[transition](run);
        Assert.Equal(state, run.State);
        return run;
    }

    private static EpochEntity Epoch(int number) => new()
    {
        RunId = Guid.NewGuid(),
        Epoch = number,
        Attempt = 1,
        TrainLoss = 0.1,
        TrainAccuracy = 0.9,
        ValidationLoss = 0.1,
        ValidationAccuracy = 0.9,
        LearningRate = 0.01,
        DurationSeconds = 1,
        SamplesPerSecond = 1000,
        FinishedAt = Now,
    };
}
