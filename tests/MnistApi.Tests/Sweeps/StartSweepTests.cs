using System.Net;
using System.Text.Json;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.Sweeps.Contracts;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Sweeps;

/// <summary>Which sweeps the service accepts, and which runs they queue.</summary>
public class StartSweepTests(BusyServiceFixture service) : IClassFixture<BusyServiceFixture>
{
    private const string Head = """{"recipe":"mlp","dataset":"synthetic","overrides":{"epochs":9,"validationSize":500},""";

    [Fact]
    public async Task A_grid_is_accepted_with_its_location_and_its_runs_queue_in_the_order_of_the_grid()
    {
        using var response = await service.Client.PostJsonAsync(Api.Sweeps, Head + """
            "name":"Which is best","seed":7,
            "parameters":{"optimizer.learningRate":{"from":0.001,"to":0.1,"scale":"log","steps":3},"network.hiddenUnits":[[8],[16,8]]}}
            """);
        var sweep = await response.ReadAsync<Sweep>();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"{Api.Sweeps}/{sweep.Id}", response.Headers.Location?.ToString());
        Assert.Equal(
            ("Which is best", "mlp", SweepState.Running, "synthetic", 7, SweepSearch.Grid),
            (sweep.Name, sweep.Recipe, sweep.State, sweep.Dataset, sweep.Seed, sweep.Search));
        Assert.Equal("""{"from":0.001,"to":0.1,"scale":"log","steps":3}""", sweep.Parameters["optimizer.learningRate"].GetRawText());
        Assert.Equal(9, sweep.Overrides["epochs"].GetInt32());
        Assert.Equal(new SweepRunCounts(6, 6, 0, 0, 0, 0, 0, 0), sweep.Runs);
        Assert.Equal(new SweepProgress(0, 54, 0, null), sweep.Progress);
        Assert.Empty(sweep.Rounds);
        Assert.Null(sweep.Best);

        var runs = (await service.Client.ListAllAsync<TrainingRun>(Api.Runs, $"sweep={sweep.Id}"))
            .OrderBy(run => run.QueuePosition)
            .ToArray();
        Assert.All(runs, run => Assert.Equal((sweep.Id, RunState.Queued, 7, 9), (run.SweepId, run.State, run.Seed, run.Config.Epochs)));
        Assert.Equal(
            [(0.001, 1), (0.001, 2), (0.01, 1), (0.01, 2), (0.1, 1), (0.1, 2)],
            runs.Select(run => (run.Config.Optimizer.LearningRate, run.Config.Network.HiddenUnits.Count)));
        Assert.Equal(Enumerable.Range(1, 6).Select(number => $"Which is best #{number}"), runs.Select(run => run.Name));
        Assert.Equal(runs.Select(run => run.Id), (await service.Client.ListSweepRunsAsync(sweep.Id)).Select(run => run.RunId));
        await CancelAsync(sweep);
    }

    [Fact]
    public async Task A_random_search_draws_maxRuns_runs_and_equal_seeds_draw_equal_runs()
    {
        const string Body = Head + """
            "search":"random","maxRuns":12,"seed":5,
            "parameters":{
              "optimizer.learningRate":{"from":0.0001,"to":0.1,"scale":"log"},
              "batchSize":{"from":32,"to":128},
              "seed":[1,2]}}
            """;
        var (one, other) = (await service.Client.StartSweepAsync(Body), await service.Client.StartSweepAsync(Body));
        var runs = await service.Client.ListAllAsync<TrainingRun>(Api.Runs, $"sweep={one.Id}");
        var boards = (await service.Client.ListSweepRunsAsync(one.Id), await service.Client.ListSweepRunsAsync(other.Id));

        Assert.Equal(12, runs.Count);
        Assert.All(runs, run => Assert.InRange(run.Config.Optimizer.LearningRate, 0.0001, 0.1));
        Assert.All(runs, run => Assert.InRange(run.Config.BatchSize, 32, 128));
        Assert.Equal([1, 2], runs.Select(run => run.Seed).Distinct().Order());
        Assert.Equal(12, boards.Item1.Select(Parameters).Distinct().Count());
        Assert.Equal(boards.Item1.Select(Parameters), boards.Item2.Select(Parameters));
        await CancelAsync(one);
        await CancelAsync(other);
    }

    [Fact]
    public async Task Whole_objects_and_nulls_can_be_values()
    {
        var sweep = await service.Client.StartSweepAsync(Head + """
            "parameters":{"augmentation":[null,{"rotation":10}],"schedule.kind":["constant","cosine"]}}
            """);
        var runs = (await service.Client.ListAllAsync<TrainingRun>(Api.Runs, $"sweep={sweep.Id}"))
            .OrderBy(run => run.QueuePosition)
            .ToArray();

        Assert.Equal([null, null, 10, 10], runs.Select(run => run.Config.Augmentation?.Rotation));
        await CancelAsync(sweep);
    }

    [Fact]
    public async Task Two_hundred_and_fifty_six_runs_are_accepted_together_and_listed()
    {
        var sweep = await service.Client.StartSweepAsync(Head + """
            "parameters":{
              "optimizer.learningRate":{"from":0.0001,"to":0.1,"scale":"log","steps":64},
              "network.hiddenUnits":[[8],[16],[24],[32]]}}
            """);

        Assert.Equal(256, sweep.Runs.Queued);
        Assert.Equal(256, (await service.Client.ListSweepRunsAsync(sweep.Id)).Count);

        // With these in the queue, half as many more do not fit: all or none.
        using var full = await service.Client.PostJsonAsync(Api.Sweeps, Head + """
            "parameters":{"optimizer.learningRate":{"from":0.0001,"to":0.1,"scale":"log","steps":64}}}
            """);
        await full.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.QueueFull);
        Assert.Equal(
            257,
            (await service.Client.GetAsync<PageOf<TrainingRun>>($"{Api.Runs}?pageSize=1")).TotalCount - await FinishedAsync());
        await CancelAsync(sweep);
    }

    [Fact]
    public async Task Equal_keys_and_bodies_give_one_sweep_even_simultaneously_and_another_body_is_refused()
    {
        var responses = await Task.WhenAll(
            Enumerable.Range(0, 8)
                .Select(_ => service.Client.PostJsonAsync(Api.Sweeps, SmallSweeps.Grid, ("Idempotency-Key", "eight-at-once"))));
        var sweeps = await Task.WhenAll(responses.Select(response => response.ReadAsync<Sweep>()));
        using var other = await service.Client.PostJsonAsync(Api.Sweeps, SmallSweeps.Long, ("Idempotency-Key", "eight-at-once"));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Accepted, response.StatusCode));
        Assert.Single(sweeps.Select(sweep => sweep.Id).Distinct());
        Assert.Equal(2, (await service.Client.ListSweepRunsAsync(sweeps[0].Id)).Count);
        await other.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, ProblemCode.IdempotencyKeyReused);
        await CancelAsync(sweeps[0]);
    }

    [Fact]
    public async Task Equal_keys_and_equivalent_JSON_give_one_sweep()
    {
        var rewritten = SmallSweeps.Grid
            .Replace("0.000001,0.01", "1e-6, 0.010", StringComparison.Ordinal)
            .Replace("{\"recipe\":\"mlp\",", "{ ", StringComparison.Ordinal)
            .Replace("\"seed\":1}", "\"seed\": 1.0, \"recipe\": \"mlp\" }", StringComparison.Ordinal);
        using var first = await service.Client.PostJsonAsync(Api.Sweeps, SmallSweeps.Grid, ("Idempotency-Key", "one-meaning"));
        using var second = await service.Client.PostJsonAsync(Api.Sweeps, rewritten, ("Idempotency-Key", "one-meaning"));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, second.StatusCode));
        var sweep = await first.ReadAsync<Sweep>();
        Assert.Equal(sweep.Id, (await second.ReadAsync<Sweep>()).Id);
        await CancelAsync(sweep);
    }

    private static string Parameters(SweepRun run) => JsonSerializer.Serialize(run.Parameters);

    private async Task<int> FinishedAsync() =>
        (await service.Client.GetAsync<PageOf<TrainingRun>>($"{Api.Runs}?state=cancelled&pageSize=1")).TotalCount;

    private async Task CancelAsync(Sweep sweep)
    {
        using var response = await service.Client.PostAsync($"{Api.Sweeps}/{sweep.Id}/cancel", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
