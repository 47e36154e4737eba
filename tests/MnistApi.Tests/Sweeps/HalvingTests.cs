using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.Sweeps.Contracts;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Sweeps;

/// <summary>A sweep with halving, from its start to its end.</summary>
public class HalvingTests
{
    [Fact]
    public async Task The_best_runs_of_each_round_continue_and_the_others_are_eliminated()
    {
        await using var service = await ServiceProcess.StartAsync(null, ("Training__Threads", "1"));
        var started = await service.Client.StartSweepAsync(SmallSweeps.Halving);
        Assert.Equal(
            [(1, 8, SweepRoundState.Running), (2, 4, SweepRoundState.Waiting), (4, 2, SweepRoundState.Waiting)],
            started.Rounds.Select(round => (round.Epochs, round.Runs, round.State)));
        Assert.Equal(16, started.Progress.EpochsPlanned);

        var sweep = await service.Client.WaitForSweepEndAsync(started.Id);
        var board = await service.Client.ListSweepRunsAsync(sweep.Id);

        Assert.Equal(SweepState.Succeeded, sweep.State);
        Assert.Equal(new SweepRunCounts(8, 0, 0, 0, 2, 0, 0, 6), sweep.Runs);
        Assert.Equal(new SweepProgress(16, 16, 1, null), sweep.Progress);
        Assert.All(sweep.Rounds, round => Assert.Equal(SweepRoundState.Finished, round.State));
        Assert.True(sweep.StartedAt >= sweep.CreatedAt && sweep.FinishedAt >= sweep.StartedAt);

        // Ranks the runs by what each had reached at the end of the round, according to its metrics.
        Assert.Equal([null, null, 2, 2, 1, 1, 1, 1], board.Select(run => run.EliminatedAfterEpoch));
        foreach (var (epoch, places) in new[] { (1, 4), (2, 2) })
        {
            var compared = new List<(Guid Id, double Accuracy, double? Loss)>();
            foreach (var run in board.Where(run => run.EliminatedAfterEpoch is null || run.EliminatedAfterEpoch >= epoch))
                compared.Add(await BestAsync(service.Client, run.RunId, epoch));
            var goOn = compared
                .OrderByDescending(run => run.Accuracy)
                .ThenBy(run => run.Loss)
                .ThenBy(run => run.Id)
                .Take(places)
                .Select(run => run.Id);
            Assert.Equal(
                goOn.Order(),
                board.Where(run => run.EliminatedAfterEpoch is null || run.EliminatedAfterEpoch > epoch).Select(run => run.RunId).Order());
        }

        // The leaderboard is ranked by validation accuracy, with intervals, and shows the test accuracy.
        Assert.Equal(Enumerable.Range(1, 8), board.Select(run => run.Rank!.Value));
        Assert.Equal(board.Select(run => run.ValidationAccuracy).OrderDescending(), board.Select(run => run.ValidationAccuracy));
        Assert.All(board, run =>
            Assert.InRange(run.ValidationAccuracy!.Value, run.ValidationAccuracyInterval!.Low, run.ValidationAccuracyInterval.High));
        Assert.All(board, run => Assert.Equal(run.State == RunState.Succeeded, run.Test is not null));
        Assert.InRange(board[0].Test!.Accuracy, board[0].Test!.AccuracyInterval.Low, board[0].Test!.AccuracyInterval.High);
        Assert.True(board[0].WithinNoise);
        Assert.False(board[^1].WithinNoise);
        Assert.Equivalent(board[0], sweep.Best);

        var eliminated = await service.Client.GetRunAsync(board[^1].RunId);
        Assert.Equal((RunState.Cancelled, 1), (eliminated.State, eliminated.Progress.Epoch));
        Assert.Contains(
            "after epoch 1 it was not among the best 4",
            Assert.Single(eliminated.Warnings, warning => warning.Code == RunWarningCode.Eliminated).Message,
            StringComparison.Ordinal);
        var winner = await service.Client.GetRunAsync(board[0].RunId);
        Assert.Equal(
            [AttemptOutcome.Paused, AttemptOutcome.Paused, AttemptOutcome.Succeeded],
            winner.Attempts.Select(attempt => attempt.Outcome!.Value));
    }

    [Fact]
    public async Task The_result_does_not_depend_on_how_many_runs_train_at_once()
    {
        var one = await RunAsync(concurrentRuns: 1);
        var two = await RunAsync(concurrentRuns: 2);

        Assert.Equal(one, two);
    }

    [Fact]
    public async Task A_run_that_was_paused_ends_with_the_same_bytes_as_one_that_was_not()
    {
        await using var service = await ServiceProcess.StartAsync();
        var sweep = await service.Client.WaitForSweepEndAsync((await service.Client.StartSweepAsync(SmallSweeps.Halving)).Id);
        var winner = await service.Client.GetRunAsync(sweep.Best!.RunId);
        var (rate, units) = (sweep.Best.Parameters["optimizer.learningRate"], sweep.Best.Parameters["network.hiddenUnits"]);
        var alone = await service.Client.StartRunAsync($$$"""
            {"recipe":"mlp","dataset":"synthetic","seed":3,"epochs":4,"validationSize":500,"batchSize":100,
             "optimizer":{"learningRate":{{{rate}}}},"network":{"hiddenUnits":{{{units}}}}}
            """);
        await service.Client.WaitForEndAsync(alone.Id);

        Assert.Equal(3, winner.Attempt);
        Assert.Equal(await WeightsAsync(service.Client, alone.Id), await WeightsAsync(service.Client, winner.Id));
        Assert.Equal((await service.Client.GetRunAsync(alone.Id)).Test, winner.Test);
    }

    [Fact]
    public async Task A_run_that_waits_for_its_round_is_paused_and_leaves_its_worker_to_others()
    {
        // The second run takes much longer for its round than the test does.
        await using var service = await ServiceProcess.StartAsync(null, ("Training__ConcurrentRuns", "2"), ("Training__Threads", "1"));
        var sweep = await service.Client.StartSweepAsync("""
            {"recipe":"lecture-mlp","dataset":"synthetic","overrides":{"epochs":1000,"validationSize":500},
             "parameters":{"network.hiddenUnits":[[8],[2000]]},"halving":{"startEpochs":20,"factor":2}}
            """);
        await service.Client.WaitForSweepAsync(sweep.Id, current => current.Runs.Paused == 1, "has a run that waits for the other");
        var paused = (await service.Client.ListSweepRunsAsync(sweep.Id)).Single(run => run.State == RunState.Paused);
        var run = await service.Client.GetRunAsync(paused.RunId);

        Assert.Equal((RunState.Paused, 20, null, null), (run.State, run.Progress.Epoch, run.QueuePosition, run.FinishedAt));
        Assert.Equal(0.02, run.Progress.Fraction);
        Assert.Equal(AttemptOutcome.Paused, Assert.Single(run.Attempts).Outcome);
        Assert.Equal(
            [run.Id],
            (await service.Client.GetAsync<PageOf<TrainingRun>>($"{Api.Runs}?state=paused")).Items.Select(listed => listed.Id));
        using (var resume = await service.Client.PostAsync($"{Api.Runs}/{run.Id}/resume", null, TestContext.Current.CancellationToken))
            await resume.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.RunNotResumable);
        var other = await service.Client.StartRunAsync(Api.SmallRun);
        Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync(other.Id)).State);
        Assert.Equal(RunState.Paused, (await service.Client.GetRunAsync(run.Id)).State);
    }

    private static async Task<IReadOnlyList<string>> RunAsync(int concurrentRuns)
    {
        await using var service = await ServiceProcess.StartAsync(
            null,
            ("Training__ConcurrentRuns", $"{concurrentRuns}"),
            ("Training__Threads", "1"));
        var sweep = await service.Client.WaitForSweepEndAsync((await service.Client.StartSweepAsync(SmallSweeps.Halving)).Id);
        return await FinishedSweep.DescribeAsync(service.Client, sweep.Id);
    }

    /// <summary>What a run had reached after a number of epochs.</summary>
    private static async Task<(Guid Id, double Accuracy, double? Loss)> BestAsync(HttpClient client, Guid id, int epochs)
    {
        var best = (await client.GetAsync<EpochMetrics[]>($"{Api.Runs}/{id}/metrics"))
            .Take(epochs)
            .MaxBy(epoch => epoch.ValidationAccuracy)!;
        return (id, best.ValidationAccuracy, best.ValidationLoss);
    }

    private static async Task<string> WeightsAsync(HttpClient client, Guid id) =>
        (await client.GetAsync<RunCheckpoint[]>($"{Api.Runs}/{id}/checkpoints")).Single(checkpoint => checkpoint.IsLast).WeightsSha256;
}
