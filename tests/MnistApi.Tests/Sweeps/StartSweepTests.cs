using System.Net;
using System.Text.Json;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.Sweeps.Contracts;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Sweeps;

/// <summary>What is accepted as a sweep, and what is refused with which words. Its one worker is busy with something else.</summary>
public class StartSweepTests(StartSweepTests.Fixture service) : IClassFixture<StartSweepTests.Fixture>
{
    private const string Head = """{"recipe":"mlp","dataset":"synthetic","overrides":{"epochs":9,"validationSize":500},""";

    public sealed class Fixture : ServiceFixture, IAsyncLifetime
    {
        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await base.InitializeAsync();
            await Client.StartRunAsync(Api.LongRun);
        }

        protected override (string Name, string Value)[] Settings() => [("Training__MaxQueuedRuns", "300")];
    }

    [Fact]
    public async Task A_grid_is_accepted_with_its_location_and_all_its_runs_wait_in_its_order()
    {
        using var response = await service.Client.PostJsonAsync(Api.Sweeps, Head + """
            "name":"Which is best","seed":7,"parameters":{"optimizer.learningRate":{"from":0.001,"to":0.1,"scale":"log","steps":3},"network.hiddenUnits":[[8],[16,8]]}}
            """);
        var sweep = await response.ReadAsync<Sweep>();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"{Api.Sweeps}/{sweep.Id}", response.Headers.Location?.ToString());
        Assert.Equal(("Which is best", "mlp", SweepState.Running, "synthetic", 7, SweepSearch.Grid), (sweep.Name, sweep.Recipe, sweep.State, sweep.Dataset, sweep.Seed, sweep.Search));
        Assert.Equal("""{"from":0.001,"to":0.1,"scale":"log","steps":3}""", sweep.Parameters["optimizer.learningRate"].GetRawText());
        Assert.Equal(9, sweep.Overrides["epochs"].GetInt32());
        Assert.Equal(new SweepRunCounts(6, 6, 0, 0, 0, 0, 0, 0), sweep.Runs);
        Assert.Equal(new SweepProgress(0, 54, 0, null), sweep.Progress);
        Assert.Empty(sweep.Rounds);
        Assert.Null(sweep.Best);

        var runs = (await service.Client.ListAllAsync<TrainingRun>(Api.Runs, $"sweep={sweep.Id}")).OrderBy(run => run.QueuePosition).ToArray();
        Assert.All(runs, run => Assert.Equal((sweep.Id, RunState.Queued, 7, 9), (run.SweepId, run.State, run.Seed, run.Config.Epochs)));
        Assert.Equal([(0.001, 1), (0.001, 2), (0.01, 1), (0.01, 2), (0.1, 1), (0.1, 2)], runs.Select(run => (run.Config.Optimizer.LearningRate, run.Config.Network.HiddenUnits.Count)));
        Assert.Equal(Enumerable.Range(1, 6).Select(number => $"Which is best #{number}"), runs.Select(run => run.Name));
        Assert.Equal(runs.Select(run => run.Id), (await service.Client.ListSweepRunsAsync(sweep.Id)).Select(run => run.RunId));
        await CancelAsync(sweep);
    }

    [Fact]
    public async Task A_random_search_draws_as_many_runs_as_it_may_and_the_same_seed_draws_the_same()
    {
        const string Body = Head + """
            "search":"random","maxRuns":12,"seed":5,"parameters":{"optimizer.learningRate":{"from":0.0001,"to":0.1,"scale":"log"},"batchSize":{"from":32,"to":128},"seed":[1,2]}}
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
    public async Task Whole_objects_and_nulls_are_values_too()
    {
        var sweep = await service.Client.StartSweepAsync(Head + """
            "parameters":{"augmentation":[null,{"rotation":10}],"schedule.kind":["constant","cosine"]}}
            """);
        var runs = (await service.Client.ListAllAsync<TrainingRun>(Api.Runs, $"sweep={sweep.Id}")).OrderBy(run => run.QueuePosition).ToArray();

        Assert.Equal([null, null, 10, 10], runs.Select(run => run.Config.Augmentation?.Rotation));
        await CancelAsync(sweep);
    }

    [Fact]
    public async Task Two_hundred_and_fifty_six_runs_are_accepted_together_and_listed()
    {
        var sweep = await service.Client.StartSweepAsync(Head + """
            "parameters":{"optimizer.learningRate":{"from":0.0001,"to":0.1,"scale":"log","steps":64},"network.hiddenUnits":[[8],[16],[24],[32]]}}
            """);

        Assert.Equal(256, sweep.Runs.Queued);
        Assert.Equal(256, (await service.Client.ListSweepRunsAsync(sweep.Id)).Count);

        // With these in the queue, half as many more do not fit: all or none.
        using var full = await service.Client.PostJsonAsync(Api.Sweeps, Head + """
            "parameters":{"optimizer.learningRate":{"from":0.0001,"to":0.1,"scale":"log","steps":64}}}
            """);
        await full.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.QueueFull);
        Assert.Equal(257, (await service.Client.GetAsync<PageOf<TrainingRun>>($"{Api.Runs}?pageSize=1")).TotalCount - await FinishedAsync());
        await CancelAsync(sweep);
    }

    [Theory]
    [InlineData("""{"recipe":"mlp"}""", "parameters", "at least one path", "missing")]
    [InlineData("""{"recipe":"mlp","parameters":{}}""", "parameters", "at least one path", "{}")]
    [InlineData("""{"recipe":"mlp","parameters":[1]}""", "parameters", "must be an object", "[1]")]
    [InlineData("""{"recipe":"resnet","parameters":{"batchSize":[32]}}""", "recipe", "cnn-accurate", "'resnet'")]
    [InlineData("""{"recipe":"mlp","epochs":3,"parameters":{"batchSize":[32]}}""", "epochs", "goes into overrides", "epochs")]
    [InlineData("""{"recipe":"mlp","parameters":{"optimizer.learnignRate":[1]}}""", "parameters.optimizer.learnignRate", "Did you mean learningRate?", "learnignRate")]
    [InlineData("""{"recipe":"mlp","parameters":{"network.hiddenUnits.0":[1]}}""", "parameters.network.hiddenUnits.0", "must be an array", "network.hiddenUnits")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[]}}""", "parameters.batchSize", "at least one value", "empty")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":32}}""", "parameters.batchSize", "list of values", "32")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,64,32.0]}}""", "parameters.batchSize", "each value once", "32.0")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,"many"]}}""", "parameters.batchSize", "a whole number", "run 2, {\"batchSize\":\"many\"}")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,0],"seed":[1,2,3]}}""", "parameters.batchSize", "between 1 and 5000", "run 4, {\"batchSize\":0,\"seed\":1}, and in 2 more")]
    [InlineData("""{"recipe":"mlp","parameters":{"seed":[-1]}}""", "parameters.seed", "between 0 and 9007199254740991", "-1")]
    [InlineData("""{"recipe":"mlp","parameters":{"dataset":["mnist","synthetic"]}}""", "parameters.dataset", "cannot be compared", "dataset")]
    [InlineData("""{"recipe":"mlp","parameters":{"validationSize":[500,600]}}""", "parameters.validationSize", "cannot be compared", "validationSize")]
    [InlineData("""{"recipe":"mlp","parameters":{"network":[{"kind":"mlp"}],"network.dropout":[0,0.1]}}""", "parameters.network.dropout", "part of it", "network.dropout")]
    [InlineData("""{"recipe":"mlp","overrides":{"batchSize":8},"parameters":{"batchSize":[32]}}""", "parameters.batchSize", "Leave it in one", "batchSize")]
    [InlineData("""{"recipe":"mlp","overrides":{"seed":8},"parameters":{"batchSize":[32]}}""", "overrides.seed", "next to overrides", "seed")]
    [InlineData("""{"recipe":"mlp","overrides":{"epochs":0},"parameters":{"batchSize":[32,64]}}""", "overrides.epochs", "between 1 and 1000", "and in one more")]
    [InlineData("""{"recipe":"mlp","overrides":[],"parameters":{"batchSize":[32]}}""", "overrides", "must be an object", "[]")]
    [InlineData("""{"recipe":"mlp","overrides":{"network":{"batchNorm":true}},"parameters":{"batchSize":[1,2]}}""", "parameters.batchSize", "at least 2", "run 1")]
    [InlineData("""{"recipe":"mlp","parameters":{"labelSmoothing":[0,0.2],"loss":["crossEntropy","naiveCrossEntropy"]}}""", "parameters.labelSmoothing", "Only crossEntropy", "run 4")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":32}}}""", "parameters.batchSize", "to must be a whole number", "missing")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":1.5,"to":8,"steps":2}}}""", "parameters.batchSize", "from must be a whole number", "1.5")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":64,"to":32,"steps":2}}}""", "parameters.batchSize", "smaller to a larger", "from 64 to 32")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":1,"to":3,"steps":5}}}""", "parameters.batchSize", "different numbers", "only 3 are")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":1,"to":3,"by":1}}}""", "parameters.batchSize", "from, to, scale, steps", "by")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":1,"to":300,"steps":257}}}""", "parameters.batchSize", "between 2 and 256", "257")]
    [InlineData("""{"recipe":"mlp","parameters":{"optimizer.learningRate":{"from":0,"to":1,"scale":"log","steps":2}}}""", "parameters.optimizer.learningRate", "above 0", "from 0")]
    [InlineData("""{"recipe":"mlp","parameters":{"optimizer.learningRate":{"from":0.1,"to":1,"scale":"cubic","steps":2}}}""", "parameters.optimizer.learningRate", "linear, log", "cubic")]
    [InlineData("""{"recipe":"mlp","parameters":{"optimizer.learningRate":{"from":0.1,"to":1}}}""", "parameters.optimizer.learningRate", "needs steps in a grid", "\"steps\":4")]
    [InlineData("""{"recipe":"mlp","parameters":{"optimizer.learningRate":{"from":0.1,"to":1e999,"steps":2}}}""", "parameters.optimizer.learningRate", "must be a number", "1e999")]
    [InlineData("""{"recipe":"mlp","parameters":{"loss":{"from":1,"to":2}}}""", "parameters.loss", "Only numbers have ranges", "loss")]
    [InlineData("""{"recipe":"mlp","search":"bayes","parameters":{"batchSize":[32]}}""", "search", "grid, random", "bayes")]
    [InlineData("""{"recipe":"mlp","search":"random","parameters":{"batchSize":[32]}}""", "maxRuns", "between 1 and 256", "missing")]
    [InlineData("""{"recipe":"mlp","maxRuns":257,"parameters":{"batchSize":[32]}}""", "maxRuns", "between 1 and 256", "257")]
    [InlineData("""{"recipe":"mlp","search":"random","maxRuns":4,"parameters":{"batchSize":[32,64,128]}}""", "maxRuns", "3 different combinations", "asks for 4")]
    [InlineData("""{"recipe":"mlp","maxRuns":5,"parameters":{"batchSize":[32,64],"seed":[1,2,3]}}""", "maxRuns", "The grid has 6 runs", "allows 5")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":1,"to":100,"steps":100},"seed":{"from":1,"to":100,"steps":100}}}""", "maxRuns", "The grid has 10,000 runs", "256")]
    [InlineData("""{"recipe":"mlp","overrides":{"epochs":3},"parameters":{"batchSize":[32,64]},"halving":{"startEpochs":3}}""", "halving.startEpochs", "less than the 3 epochs", "It is 3")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,64]},"halving":{}}""", "halving.startEpochs", "between 1 and 999", "missing")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,64]},"halving":{"startEpochs":1,"factor":1}}""", "halving.factor", "between 2 and 16", "1")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,64]},"halving":{"startEpochs":1,"eta":3}}""", "halving.eta", "startEpochs, factor", "eta")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,64]},"halving":true}""", "halving", "must be an object", "true")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32]},"halving":{"startEpochs":1}}""", "halving", "at least two runs", "one")]
    [InlineData("""{"recipe":"mlp","parameters":{"epochs":[5,9]},"halving":{"startEpochs":1}}""", "parameters.epochs", "cannot differ", "overrides")]
    [InlineData("""{"recipe":"mlp","dataset":"synthetic","overrides":{"validationSize":3000},"parameters":{"batchSize":[32]}}""", "overrides.validationSize", "between 1 and 2999", "3000")]
    public async Task A_bad_field_is_named_with_bound_and_value_and_nothing_is_queued(string body, string field, string bound, string value)
    {
        var before = await CountAsync();

        using var response = await service.Client.PostJsonAsync(Api.Sweeps, body);
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        var message = Assert.Single(problem.Errors(field));
        Assert.Contains(bound, message, StringComparison.Ordinal);
        Assert.Contains(value, message, StringComparison.Ordinal);
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task All_bad_fields_are_named_at_once()
    {
        using var response = await service.Client.PostJsonAsync(Api.Sweeps, """{"recipe":"nothing","seed":-1,"search":"grid","maxRuns":0,"parameters":{"batchSize":[],"optimizer.learningRate":{"from":2,"to":1,"steps":2}},"halving":{"startEpochs":0}}""");
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.All(["recipe", "seed", "maxRuns", "parameters.batchSize", "parameters.optimizer.learningRate", "halving.startEpochs"], field => Assert.NotEmpty(problem.Errors(field)));
    }

    [Theory]
    [InlineData("""{"recipe":"mlp","parameters":{"loss":["\ud800"]}}""")]
    [InlineData("""{"recipe":"mlp","name":"\ud800","parameters":{"batchSize":[32]}}""")]
    [InlineData("""{"recipe":"mlp","parameters":{"a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a":[1]}}""")]
    [InlineData("""{"recipe":"mlp","parameters":{"":[1],"..":[1],"network.":[1]}}""")]
    public async Task Odd_texts_are_refused_in_words_too(string body)
    {
        using var response = await service.Client.PostJsonAsync(Api.Sweeps, body);

        await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("""{"recipe":"mlp","parameters":{"\ud800":[1]}}""")]
    [InlineData("""{"recipe":"mlp","recipe":"mlp","parameters":{"batchSize":[32]}}""")]
    public async Task What_is_no_object_is_malformed(string body)
    {
        using var response = await service.Client.PostJsonAsync(Api.Sweeps, body);

        await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.MalformedJson);
    }

    [Fact]
    public async Task The_same_key_and_body_give_the_same_sweep_even_at_the_same_time_and_another_body_is_refused()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.Client.PostJsonAsync(Api.Sweeps, SmallSweeps.Grid, ("Idempotency-Key", "eight-at-once"))));
        var sweeps = await Task.WhenAll(responses.Select(response => response.ReadAsync<Sweep>()));
        using var other = await service.Client.PostJsonAsync(Api.Sweeps, SmallSweeps.Long, ("Idempotency-Key", "eight-at-once"));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Accepted, response.StatusCode));
        Assert.Single(sweeps.Select(sweep => sweep.Id).Distinct());
        Assert.Equal(2, (await service.Client.ListSweepRunsAsync(sweeps[0].Id)).Count);
        await other.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, ProblemCode.IdempotencyKeyReused);
        await CancelAsync(sweeps[0]);
    }

    [Fact]
    public async Task The_same_key_and_JSON_give_the_same_sweep_however_it_is_written()
    {
        var rewritten = SmallSweeps.Grid.Replace("0.000001,0.01", "1e-6, 0.010", StringComparison.Ordinal).Replace("{\"recipe\":\"mlp\",", "{ ", StringComparison.Ordinal).Replace("\"seed\":1}", "\"seed\": 1.0, \"recipe\": \"mlp\" }", StringComparison.Ordinal);
        using var first = await service.Client.PostJsonAsync(Api.Sweeps, SmallSweeps.Grid, ("Idempotency-Key", "one-meaning"));
        using var second = await service.Client.PostJsonAsync(Api.Sweeps, rewritten, ("Idempotency-Key", "one-meaning"));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, second.StatusCode));
        var sweep = await first.ReadAsync<Sweep>();
        Assert.Equal(sweep.Id, (await second.ReadAsync<Sweep>()).Id);
        await CancelAsync(sweep);
    }

    private static string Parameters(SweepRun run) => JsonSerializer.Serialize(run.Parameters);

    private async Task<(int Sweeps, int Runs)> CountAsync() =>
        ((await service.Client.GetAsync<PageOf<Sweep>>($"{Api.Sweeps}?pageSize=1")).TotalCount, (await service.Client.GetAsync<PageOf<TrainingRun>>($"{Api.Runs}?pageSize=1")).TotalCount);

    private async Task<int> FinishedAsync() => (await service.Client.GetAsync<PageOf<TrainingRun>>($"{Api.Runs}?state=cancelled&pageSize=1")).TotalCount;

    private async Task CancelAsync(Sweep sweep)
    {
        using var response = await service.Client.PostAsync($"{Api.Sweeps}/{sweep.Id}/cancel", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
