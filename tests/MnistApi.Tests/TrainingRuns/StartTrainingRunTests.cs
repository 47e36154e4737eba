using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.TrainingRuns;

[Trait(TestDatabase.Category, TestDatabase.AnyProvider)]
public class StartTrainingRunTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_run_is_accepted_with_its_location_and_the_recipe_s_configuration()
    {
        using var response = await service.Client.PostJsonAsync(
            Api.Runs,
            """{"recipe":"lecture-mlp","dataset":"synthetic","validationSize":500,"seed":7,"name":"My first run"}""");
        var run = await response.ReadAsync<TrainingRun>();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"{Api.Runs}/{run.Id}", response.Headers.Location?.ToString());
        Assert.Equal(("My first run", "lecture-mlp", "synthetic", 7), (run.Name, run.Recipe, run.Dataset, run.Seed));
        Assert.Equal(RunState.Queued, run.State);
        Assert.NotNull(run.QueuePosition);
        Assert.Equal(40, run.Config.Epochs);
        Assert.Equal([256], run.Config.Network.HiddenUnits);
        Assert.Equal(0.01, run.Config.Optimizer.LearningRate);
        await CancelAsync(run);
    }

    [Fact]
    public async Task Overrides_change_only_the_fields_that_they_name()
    {
        var run = await service.Client.StartRunAsync("""
            {"recipe":"mlp","dataset":"synthetic","validationSize":500,"epochs":3,"loss":"crossEntropy",
             "optimizer":{"learningRate":0.005},"network":{"activation":"tanh"}}
            """);

        var recipe = Recipes.Find("mlp")!.Config;
        Assert.Equal(3, run.Config.Epochs);
        Assert.Equal(recipe.Optimizer with { LearningRate = 0.005 }, run.Config.Optimizer);
        Assert.Equal(Activation.Tanh, run.Config.Network.Activation);
        Assert.Equal(recipe.Network.HiddenUnits, run.Config.Network.HiddenUnits);
        Assert.Equal(recipe.BatchSize, run.Config.BatchSize);
        await CancelAsync(run);
    }

    [Fact]
    public async Task Another_kind_of_network_drops_the_fields_of_the_old_kind()
    {
        var run = await service.Client.StartRunAsync(
            """{"recipe":"cnn-fast","dataset":"synthetic","validationSize":500,"network":{"kind":"mlp","hiddenUnits":[32]}}""");

        Assert.Equal(NetworkKind.Mlp, run.Config.Network.Kind);
        Assert.Empty(run.Config.Network.Convolutions);
        Assert.Equal(OptimizerKind.AdamW, run.Config.Optimizer.Kind);
        await CancelAsync(run);
    }

    [Theory]
    [InlineData("""{}""", "recipe", "lecture-mlp", "missing")]
    [InlineData("""{"recipe":"resnet"}""", "recipe", "cnn-accurate", "'resnet'")]
    [InlineData("""{"recipe":5}""", "recipe", "name of a recipe", "'5'")]
    [InlineData("""{"recipe":"mlp","epochs":0}""", "epochs", "between 1 and 1000", "0")]
    [InlineData("""{"recipe":"mlp","epochs":"three"}""", "epochs", "whole number", "three")]
    [InlineData("""{"recipe":"mlp","batchSize":5001}""", "batchSize", "between 1 and 5000", "5001")]
    [InlineData("""{"recipe":"mlp","optimizer":{"learningRate":-1}}""", "optimizer.learningRate", "between", "-1")]
    [InlineData("""{"recipe":"mlp","optimizer":{"learnignRate":1}}""", "optimizer.learnignRate", "learningRate", "learnignRate")]
    [InlineData("""{"recipe":"mlp","network":{"hiddenUnits":[5000]}}""", "network.hiddenUnits", "between 1 and 4096", "5000")]
    [InlineData("""{"recipe":"mlp","loss":"mse"}""", "loss", "crossEntropy", "mse")]
    [InlineData("""{"recipe":"mlp","seed":-1}""", "seed", "between 0 and 9007199254740991", "-1")]
    [InlineData("""{"recipe":"mlp","seed":1e300}""", "seed", "whole number", "1e300")]
    [InlineData("""{"recipe":"mlp","name":""}""", "name", "between 1 and 200", "0")]
    [InlineData("""{"recipe":"mlp","name":"a\u0000b"}""", "name", "must not have", "U+0000")]
    [InlineData("""{"recipe":"mlp","dataset":"cifar"}""", "dataset", "mnist, synthetic", "'cifar'")]
    [InlineData("""{"recipe":"mlp","epochs":3,"keepCheckpoints":[4]}""", "keepCheckpoints", "between 1 and 3", "4")]
    [InlineData("""{"recipe":"mlp","dataset":"synthetic","validationSize":3000}""", "validationSize", "between 1 and 2999", "3000")]
    [InlineData("""{"recipe":"mlp","validationSplit":"people"}""", "validationSplit", "first, writers", "people")]
    [InlineData(
        """{"recipe":"mlp","dataset":"synthetic","validationSize":500,"validationSplit":"writers"}""",
        "validationSplit", "must be 'first'", "'writers'")]
    public async Task The_problem_names_an_invalid_field_with_its_bound_and_value_and_nothing_is_queued(
        string body,
        string field,
        string bound,
        string value)
    {
        var before = await CountRunsAsync();

        using var response = await service.Client.PostJsonAsync(Api.Runs, body);
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        var message = Assert.Single(problem.Errors(field));
        Assert.Contains(bound, message, StringComparison.Ordinal);
        Assert.Contains(value, message, StringComparison.Ordinal);
        Assert.Equal(before, await CountRunsAsync());
    }

    [Fact]
    public async Task The_problem_names_all_invalid_fields_at_once()
    {
        using var response = await service.Client.PostJsonAsync(
            Api.Runs,
            """{"recipe":"nothing","epochs":0,"seed":-1,"optimizer":{"learningRate":0}}""");
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.All(["recipe", "epochs", "seed", "optimizer.learningRate"], field => Assert.NotEmpty(problem.Errors(field)));
    }

    [Fact]
    public async Task Equal_keys_and_bodies_give_one_run_even_simultaneously()
    {
        var body = """{"recipe":"mlp","dataset":"synthetic","validationSize":500,"network":{"hiddenUnits":[8]}}""";
        var responses = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => service.Client.PostJsonAsync(Api.Runs, body, ("Idempotency-Key", "eight-at-once"))));
        var runs = await Task.WhenAll(responses.Select(response => response.ReadAsync<TrainingRun>()));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Accepted, response.StatusCode));
        Assert.Single(runs.Select(run => run.Id).Distinct());
        Assert.Single(responses.Select(response => response.Headers.Location).Distinct());
        await CancelAsync(runs[0]);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        using var first = await service.Client.PostJsonAsync(Api.Runs, Api.SmallRun, ("Idempotency-Key", "one-key"));
        using var second = await service.Client.PostJsonAsync(Api.Runs, Api.LongRun, ("Idempotency-Key", "one-key"));

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        await second.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, ProblemCode.IdempotencyKeyReused);
    }

    [Fact]
    public async Task Equal_keys_and_equivalent_JSON_give_one_run()
    {
        string[] bodies =
        [
            """{"recipe":"mlp","dataset":"synthetic","validationSize":500,"""
                + """ "optimizer":{"learningRate":0.1,"momentum":0},"network":{"hiddenUnits":[8,16]}}""",
            """{ "network": { "hiddenUnits": [ 8, 16 ] }, "optimizer": { "momentum": -0.00, "learningRate": 1e-1 }, """
                + """ "validationSize": 5E+2, "dataset": "synthetic", "recipe": "mlp" }""",
            "{\n\t\"recipe\":\"\\u006dlp\",\n\t\"dataset\":\"synthetic\",\n\t\"validationSize\":500.0,\n"
                + "\t\"optimizer\":{\"\\u006dome\\u006etum\":0e9,\"learningRate\":0.10},\n\t\"network\":{\"hiddenUnits\":[8,16]}\n}",
        ];
        var runs = new List<TrainingRun>();
        foreach (var body in bodies)
        {
            using var response = await service.Client.PostJsonAsync(Api.Runs, body, ("Idempotency-Key", "one-meaning"));
            Assert.True(
                response.StatusCode == HttpStatusCode.Accepted,
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            runs.Add(await response.ReadAsync<TrainingRun>());
        }

        Assert.Single(runs.Select(run => run.Id).Distinct());
        await CancelAsync(runs[0]);
    }

    [Theory]
    [InlineData("""{"recipe":"mlp","dataset":"synthetic","validationSize":500,"network":{"hiddenUnits":[16,8]}}""")]
    [InlineData("""{"recipe":"mlp","dataset":"synthetic","validationSize":500,"network":{"hiddenUnits":[8,16]},"seed":null}""")]
    [InlineData("""{"recipe":"mlp","dataset":"synthetic","validationSize":5000,"network":{"hiddenUnits":[8,16]}}""")]
    [InlineData("""{"recipe":"mlp","dataset":"synthetic","validationSize":"500","network":{"hiddenUnits":[8,16]}}""")]
    [InlineData("""{"recipe":"MLP","dataset":"synthetic","validationSize":500,"network":{"hiddenUnits":[8,16]}}""")]
    public async Task The_same_key_with_other_values_is_refused(string other)
    {
        var key = $"{Guid.NewGuid()}";
        using var first = await service.Client.PostJsonAsync(
            Api.Runs,
            """{"recipe":"mlp","dataset":"synthetic","validationSize":500,"network":{"hiddenUnits":[8,16]}}""",
            ("Idempotency-Key", key));
        using var second = await service.Client.PostJsonAsync(Api.Runs, other, ("Idempotency-Key", key));

        await second.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, ProblemCode.IdempotencyKeyReused);
        await CancelAsync(await first.ReadAsync<TrainingRun>());
    }

    [Fact]
    public async Task A_duplicate_field_is_refused_with_a_known_key_too()
    {
        using var first = await service.Client.PostJsonAsync(Api.Runs, Api.SmallRun, ("Idempotency-Key", "twice"));
        using var second = await service.Client.PostJsonAsync(
            Api.Runs,
            Api.SmallRun.Replace("{\"recipe\"", "{\"recipe\":\"mlp\",\"recipe\"", StringComparison.Ordinal),
            ("Idempotency-Key", "twice"));

        await second.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.MalformedJson);
        await CancelAsync(await first.ReadAsync<TrainingRun>());
    }

    [Theory]
    [InlineData("has a space")]
    [InlineData("")]
    public async Task A_key_that_is_not_visible_ASCII_is_refused(string key)
    {
        using var response = await service.Client.PostJsonAsync(Api.Runs, Api.SmallRun, ("Idempotency-Key", key));

        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
        Assert.NotEmpty(problem.Errors("Idempotency-Key"));
    }

    [Fact]
    public async Task Two_runs_without_a_seed_get_different_seeds()
    {
        var body = """{"recipe":"mlp","dataset":"synthetic","validationSize":500,"network":{"hiddenUnits":[8]}}""";
        var (one, other) = (await service.Client.StartRunAsync(body), await service.Client.StartRunAsync(body));

        Assert.NotEqual(one.Seed, other.Seed);
        await CancelAsync(one);
        await CancelAsync(other);
    }

    private async Task<int> CountRunsAsync() => (await service.Client.GetAsync<PageOf<TrainingRun>>($"{Api.Runs}?pageSize=1")).TotalCount;

    private async Task CancelAsync(TrainingRun run)
    {
        using var response = await service.Client.PostAsync($"{Api.Runs}/{run.Id}/cancel", null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
