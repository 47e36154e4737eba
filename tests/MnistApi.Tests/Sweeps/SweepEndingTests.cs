using System.Net;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.Sweeps.Contracts;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Sweeps;

/// <summary>How sweeps end (by themselves, by failures or by a cancel) and how they are deleted.</summary>
[Trait(TestDatabase.Category, TestDatabase.AnyProvider)]
public class SweepEndingTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    /// <summary>Four runs, of which two and then one continue. The lecture's loss becomes non-finite in the first epoch.</summary>
    private const string WithFailures = """
        {"recipe":"lecture-mlp-naive-loss","dataset":"synthetic","seed":1,
         "overrides":{"epochs":4,"validationSize":500,"onNonFiniteLoss":"stop","network":{"hiddenUnits":[16]}},
         "parameters":{"loss":["naiveCrossEntropy","crossEntropy"],"optimizer.learningRate":[0.01,0.02]},
         "halving":{"startEpochs":1,"factor":2}}
        """;

    [Fact]
    public async Task A_grid_without_halving_trains_all_its_runs_to_the_end_and_names_the_best()
    {
        var sweep = await service.Client.WaitForSweepEndAsync((await service.Client.StartSweepAsync(SmallSweeps.Grid)).Id);

        Assert.Equal(
            (SweepState.Succeeded, 2, 4, 1.0),
            (sweep.State, sweep.Runs.Succeeded, sweep.Progress.EpochsDone, sweep.Progress.Fraction));
        Assert.Equal(0.01, sweep.Best!.Parameters["optimizer.learningRate"].GetDouble());
        Assert.Equal(sweep.Best.RunId, (await service.Client.GetAsync<Model>($"{Api.Models}/{sweep.Best.RunId}")).Id);
        Assert.Contains(sweep.Id, (await service.Client.ListAllAsync<Sweep>(Api.Sweeps, "state=succeeded")).Select(listed => listed.Id));
        Assert.DoesNotContain(
            sweep.Id,
            (await service.Client.ListAllAsync<Sweep>(Api.Sweeps, "state=running")).Select(listed => listed.Id));

        using var cancel = await PostAsync($"{Api.Sweeps}/{sweep.Id}/cancel");
        await cancel.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.SweepFinished);
    }

    [Fact]
    public async Task Failing_runs_do_not_stop_the_others()
    {
        var sweep = await service.Client.WaitForSweepEndAsync((await service.Client.StartSweepAsync(WithFailures)).Id);
        var board = await service.Client.ListSweepRunsAsync(sweep.Id);

        Assert.Equal((SweepState.Succeeded, new SweepRunCounts(4, 0, 0, 0, 1, 2, 0, 1)), (sweep.State, sweep.Runs));
        Assert.Equal(
            [(RunState.Succeeded, 1, null), (RunState.Cancelled, 2, 2), (RunState.Failed, null, 1), (RunState.Failed, null, 1)],
            board.Select(run => (run.State, run.Rank, run.EliminatedAfterEpoch)));
        Assert.Equal("crossEntropy", sweep.Best!.Parameters["loss"].GetString());
        Assert.Equal(1, sweep.Progress.Fraction);
    }

    [Fact]
    public async Task A_sweep_fails_if_all_its_runs_fail()
    {
        var started = await service.Client.StartSweepAsync(WithFailures.Replace(",\"crossEntropy\"", "", StringComparison.Ordinal));
        var sweep = await service.Client.WaitForSweepEndAsync(started.Id);

        Assert.Equal((SweepState.Failed, 2), (sweep.State, sweep.Runs.Failed));
        Assert.Null(sweep.Best);
        Assert.Null(sweep.Progress.EtaSeconds);
    }

    [Fact]
    public async Task Cancelling_a_sweep_ends_all_its_runs_at_once_and_deleting_it_deletes_them()
    {
        var sweep = await service.Client.StartSweepAsync(SmallSweeps.Long);
        await service.Client.WaitForSweepAsync(sweep.Id, current => current.Best is not null, "has finished an epoch");
        using (var early = await service.Client.DeleteAsync($"{Api.Sweeps}/{sweep.Id}", TestContext.Current.CancellationToken))
            await early.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.SweepNotFinished);

        var cancelled = await CancelAsync(sweep.Id);
        Assert.Equal((SweepState.Cancelled, 3), (cancelled.State, cancelled.Runs.Cancelled));
        Assert.NotNull(cancelled.FinishedAt);
        Assert.InRange(cancelled.Progress.Fraction, 0, 0.5);
        Assert.Equal(cancelled.FinishedAt, (await CancelAsync(sweep.Id)).FinishedAt);
        var runs = await service.Client.ListAllAsync<TrainingRun>(Api.Runs, $"sweep={sweep.Id}");
        Assert.Equal([AttemptOutcome.Cancelled], runs.SelectMany(run => run.Attempts).Select(attempt => attempt.Outcome!.Value));

        // The worker is free, and the cancelled run writes nothing more.
        var next = await service.Client.StartRunAsync(Api.SmallRun);
        await service.Client.WaitForEndAsync(next.Id);
        Assert.Equal(cancelled.Progress.EpochsDone, (await service.Client.GetSweepAsync(sweep.Id)).Progress.EpochsDone);

        // A resumed run prevents the deletion until it has ended again.
        using (var resumed = await PostAsync($"{Api.Runs}/{runs[0].Id}/resume")) Assert.Equal(HttpStatusCode.Accepted, resumed.StatusCode);
        using (var busy = await service.Client.DeleteAsync($"{Api.Sweeps}/{sweep.Id}", TestContext.Current.CancellationToken))
        {
            var problem = await busy.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.SweepNotFinished);
            Assert.Contains($"{runs[0].Id}", (string?)problem["detail"], StringComparison.Ordinal);
        }

        using (var again = await PostAsync($"{Api.Runs}/{runs[0].Id}/cancel")) Assert.Equal(HttpStatusCode.OK, again.StatusCode);

        using (var deleted = await service.Client.DeleteAsync($"{Api.Sweeps}/{sweep.Id}", TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        foreach (var run in runs)
            using (var gone = await service.Client.GetAsync($"{Api.Runs}/{run.Id}", TestContext.Current.CancellationToken))
                await gone.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.RunNotFound);
    }

    [Fact]
    public async Task A_sweep_whose_model_has_an_alias_cannot_be_deleted()
    {
        var sweep = await service.Client.WaitForSweepEndAsync((await service.Client.StartSweepAsync(SmallSweeps.Grid)).Id);
        await service.Client.ForceAliasAsync("of-a-sweep", sweep.Best!.RunId);

        using var response = await service.Client.DeleteAsync($"{Api.Sweeps}/{sweep.Id}", TestContext.Current.CancellationToken);

        var problem = await response.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.ModelInUse);
        Assert.Contains("of-a-sweep", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Equal(2, (await service.Client.GetSweepAsync(sweep.Id)).Runs.Total);
    }

    [Fact]
    public async Task A_sweep_ends_without_runs_that_were_cancelled_or_deleted_by_hand()
    {
        var sweep = await service.Client.StartSweepAsync(SmallSweeps.Long);
        var runs = await service.Client.ListSweepRunsAsync(sweep.Id);
        foreach (var run in runs)
            using (var cancelled = await PostAsync($"{Api.Runs}/{run.RunId}/cancel")) Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        using (var deleted = await service.Client.DeleteAsync($"{Api.Runs}/{runs[^1].RunId}", TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);

        var ended = await service.Client.WaitForSweepEndAsync(sweep.Id);

        Assert.Equal((SweepState.Failed, 2, 2), (ended.State, ended.Runs.Total, ended.Runs.Cancelled));
    }

    [Fact]
    public async Task A_resumed_eliminated_run_trains_to_the_end_and_takes_its_place_on_the_leaderboard()
    {
        var sweep = await service.Client.WaitForSweepEndAsync((await service.Client.StartSweepAsync(SmallSweeps.Halving)).Id);
        var eliminated = (await service.Client.ListSweepRunsAsync(sweep.Id)).First(run => run.EliminatedAfterEpoch == 1);

        using (var resumed = await PostAsync($"{Api.Runs}/{eliminated.RunId}/resume"))
            Assert.Equal(HttpStatusCode.Accepted, resumed.StatusCode);
        Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync(eliminated.RunId)).State);

        Assert.Equal(4, (await service.Client.ListSweepRunsAsync(sweep.Id)).Single(run => run.RunId == eliminated.RunId).Epoch);
        Assert.Equal(SweepState.Succeeded, (await service.Client.GetSweepAsync(sweep.Id)).State);
    }

    [Fact]
    public async Task A_run_that_ended_before_its_sweep_was_cancelled_does_not_wait_for_a_round_after_a_resume()
    {
        var busy = await service.Client.StartRunAsync(Api.LongRun); // Makes the sweep wait.
        var sweep = await service.Client.StartSweepAsync(SmallSweeps.Halving);
        var run = (await service.Client.ListSweepRunsAsync(sweep.Id))[0].RunId;
        using (var byHand = await PostAsync($"{Api.Runs}/{run}/cancel")) Assert.Equal(HttpStatusCode.OK, byHand.StatusCode);
        await CancelAsync(sweep.Id);
        using (var free = await PostAsync($"{Api.Runs}/{busy.Id}/cancel")) Assert.Equal(HttpStatusCode.OK, free.StatusCode);

        using (var resumed = await PostAsync($"{Api.Runs}/{run}/resume")) Assert.Equal(HttpStatusCode.Accepted, resumed.StatusCode);

        var trained = await service.Client.WaitForRunAsync(
            run,
            current => current.State is not (RunState.Queued or RunState.Running),
            "has trained");
        Assert.Equal(RunState.Succeeded, trained.State);
    }

    [Fact]
    public async Task A_run_that_stops_early_by_itself_counts_in_its_round()
    {
        // With a patience of one epoch, a run that does not improve ends before its round.
        var started = await service.Client.StartSweepAsync("""
            {"recipe":"mlp","dataset":"synthetic","seed":1,
             "overrides":{"epochs":30,"validationSize":500,"earlyStoppingPatience":1,"network":{"hiddenUnits":[16]}},
             "parameters":{"optimizer.learningRate":[0.0000001,0.01,0.02]},"halving":{"startEpochs":4,"factor":2}}
            """);
        var sweep = await service.Client.WaitForSweepEndAsync(started.Id);
        var board = await service.Client.ListSweepRunsAsync(sweep.Id);

        Assert.Equal((SweepState.Succeeded, RunState.Succeeded), (sweep.State, board[^1].State));
        Assert.Equal(0.0000001, board[^1].Parameters["optimizer.learningRate"].GetDouble());
        Assert.Equal(4, board[^1].EliminatedAfterEpoch);
        Assert.InRange(board[^1].Epoch, 1, 3);
    }

    [Fact]
    public async Task An_unknown_sweep_is_not_found_by_any_route()
    {
        var path = $"{Api.Sweeps}/{Guid.NewGuid()}";
        HttpRequestMessage[] requests =
        [
            new(HttpMethod.Get, path),
            new(HttpMethod.Get, $"{path}/runs"),
            new(HttpMethod.Post, $"{path}/cancel"),
            new(HttpMethod.Delete, path),
        ];
        foreach (var request in requests)
            using (var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken))
                await response.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.SweepNotFound);
    }

    private async Task<Sweep> CancelAsync(Guid id)
    {
        using var response = await PostAsync($"{Api.Sweeps}/{id}/cancel");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.ReadAsync<Sweep>();
    }

    private Task<HttpResponseMessage> PostAsync(string path) => service.Client.PostAsync(path, null, TestContext.Current.CancellationToken);
}
