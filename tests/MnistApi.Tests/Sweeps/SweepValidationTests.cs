using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.Sweeps.Contracts;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Sweeps;

/// <summary>Which sweeps the service refuses, and the messages that explain why.</summary>
public class SweepValidationTests(BusyServiceFixture service) : IClassFixture<BusyServiceFixture>
{
    private const string TenLevels = "a.a.a.a.a.a.a.a.a.a";
    private const string FiftyLevels = $"{TenLevels}.{TenLevels}.{TenLevels}.{TenLevels}.{TenLevels}";

    [Theory]
    [InlineData("""{"recipe":"mlp"}""",
        "parameters", "at least one path", "missing")]
    [InlineData("""{"recipe":"mlp","parameters":{}}""",
        "parameters", "at least one path", "{}")]
    [InlineData("""{"recipe":"mlp","parameters":[1]}""",
        "parameters", "must be an object", "[1]")]
    [InlineData("""{"recipe":"resnet","parameters":{"batchSize":[32]}}""",
        "recipe", "cnn-accurate", "'resnet'")]
    [InlineData("""{"recipe":"mlp","epochs":3,"parameters":{"batchSize":[32]}}""",
        "epochs", "goes into overrides", "epochs")]
    [InlineData("""{"recipe":"mlp","parameters":{"optimizer.learnignRate":[1]}}""",
        "parameters.optimizer.learnignRate", "Did you mean learningRate?", "learnignRate")]
    [InlineData("""{"recipe":"mlp","parameters":{"network.hiddenUnits.0":[1]}}""",
        "parameters.network.hiddenUnits.0", "must be an array", "network.hiddenUnits")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[]}}""",
        "parameters.batchSize", "at least one value", "empty")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":32}}""",
        "parameters.batchSize", "list of values", "32")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,64,32.0]}}""",
        "parameters.batchSize", "each value once", "32.0")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,"many"]}}""",
        "parameters.batchSize", "a whole number", "run 2, {\"batchSize\":\"many\"}")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,0],"seed":[1,2,3]}}""",
        "parameters.batchSize", "between 1 and 5000", "run 4, {\"batchSize\":0,\"seed\":1}, and in 2 more")]
    [InlineData("""{"recipe":"mlp","parameters":{"seed":[-1]}}""",
        "parameters.seed", "between 0 and 9007199254740991", "-1")]
    [InlineData("""{"recipe":"mlp","parameters":{"dataset":["mnist","synthetic"]}}""",
        "parameters.dataset", "cannot be compared", "dataset")]
    [InlineData("""{"recipe":"mlp","parameters":{"validationSize":[500,600]}}""",
        "parameters.validationSize", "cannot be compared", "validationSize")]
    [InlineData("""{"recipe":"mlp","parameters":{"validationSplit":["first","writers"]}}""",
        "parameters.validationSplit", "cannot be compared", "validationSplit")]
    [InlineData("""{"recipe":"mlp","parameters":{"network":[{"kind":"mlp"}],"network.dropout":[0,0.1]}}""",
        "parameters.network.dropout", "part of it", "network.dropout")]
    [InlineData("""{"recipe":"mlp","overrides":{"batchSize":8},"parameters":{"batchSize":[32]}}""",
        "parameters.batchSize", "Leave it in one", "batchSize")]
    [InlineData("""{"recipe":"mlp","overrides":{"seed":8},"parameters":{"batchSize":[32]}}""",
        "overrides.seed", "next to overrides", "seed")]
    [InlineData("""{"recipe":"mlp","overrides":{"epochs":0},"parameters":{"batchSize":[32,64]}}""",
        "overrides.epochs", "between 1 and 1000", "and in one more")]
    [InlineData("""{"recipe":"mlp","overrides":[],"parameters":{"batchSize":[32]}}""",
        "overrides", "must be an object", "[]")]
    [InlineData("""{"recipe":"mlp","overrides":{"network":{"batchNorm":true}},"parameters":{"batchSize":[1,2]}}""",
        "parameters.batchSize", "at least 2", "run 1")]
    [InlineData("""{"recipe":"mlp","parameters":{"labelSmoothing":[0,0.2],"loss":["crossEntropy","naiveCrossEntropy"]}}""",
        "parameters.labelSmoothing", "Only crossEntropy", "run 4")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":32}}}""",
        "parameters.batchSize", "to must be a whole number", "missing")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":1.5,"to":8,"steps":2}}}""",
        "parameters.batchSize", "from must be a whole number", "1.5")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":64,"to":32,"steps":2}}}""",
        "parameters.batchSize", "smaller to a larger", "from 64 to 32")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":1,"to":3,"steps":5}}}""",
        "parameters.batchSize", "different numbers", "only 3 are")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":1,"to":3,"by":1}}}""",
        "parameters.batchSize", "from, to, scale, steps", "by")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":1,"to":300,"steps":257}}}""",
        "parameters.batchSize", "between 2 and 256", "257")]
    [InlineData("""{"recipe":"mlp","parameters":{"optimizer.learningRate":{"from":0,"to":1,"scale":"log","steps":2}}}""",
        "parameters.optimizer.learningRate", "above 0", "from 0")]
    [InlineData("""{"recipe":"mlp","parameters":{"optimizer.learningRate":{"from":0.1,"to":1,"scale":"cubic","steps":2}}}""",
        "parameters.optimizer.learningRate", "linear, log", "cubic")]
    [InlineData("""{"recipe":"mlp","parameters":{"optimizer.learningRate":{"from":0.1,"to":1}}}""",
        "parameters.optimizer.learningRate", "needs steps in a grid", "\"steps\":4")]
    [InlineData("""{"recipe":"mlp","parameters":{"optimizer.learningRate":{"from":0.1,"to":1e999,"steps":2}}}""",
        "parameters.optimizer.learningRate", "must be a number", "1e999")]
    [InlineData("""{"recipe":"mlp","parameters":{"loss":{"from":1,"to":2}}}""",
        "parameters.loss", "Only numbers have ranges", "loss")]
    [InlineData("""{"recipe":"mlp","search":"bayes","parameters":{"batchSize":[32]}}""",
        "search", "grid, random", "bayes")]
    [InlineData("""{"recipe":"mlp","search":"random","parameters":{"batchSize":[32]}}""",
        "maxRuns", "between 1 and 256", "missing")]
    [InlineData("""{"recipe":"mlp","maxRuns":257,"parameters":{"batchSize":[32]}}""",
        "maxRuns", "between 1 and 256", "257")]
    [InlineData("""{"recipe":"mlp","search":"random","maxRuns":4,"parameters":{"batchSize":[32,64,128]}}""",
        "maxRuns", "3 different combinations", "asks for 4")]
    [InlineData("""{"recipe":"mlp","maxRuns":5,"parameters":{"batchSize":[32,64],"seed":[1,2,3]}}""",
        "maxRuns", "The grid has 6 runs", "allows 5")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":{"from":1,"to":100,"steps":100},"seed":{"from":1,"to":100,"steps":100}}}""",
        "maxRuns", "The grid has 10,000 runs", "256")]
    [InlineData("""{"recipe":"mlp","overrides":{"epochs":3},"parameters":{"batchSize":[32,64]},"halving":{"startEpochs":3}}""",
        "halving.startEpochs", "less than the 3 epochs", "It is 3")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,64]},"halving":{}}""",
        "halving.startEpochs", "between 1 and 999", "missing")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,64]},"halving":{"startEpochs":1,"factor":1}}""",
        "halving.factor", "between 2 and 16", "1")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,64]},"halving":{"startEpochs":1,"eta":3}}""",
        "halving.eta", "startEpochs, factor", "eta")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32,64]},"halving":true}""",
        "halving", "must be an object", "true")]
    [InlineData("""{"recipe":"mlp","parameters":{"batchSize":[32]},"halving":{"startEpochs":1}}""",
        "halving", "at least two runs", "one")]
    [InlineData("""{"recipe":"mlp","parameters":{"epochs":[5,9]},"halving":{"startEpochs":1}}""",
        "parameters.epochs", "cannot differ", "overrides")]
    [InlineData("""{"recipe":"mlp","dataset":"synthetic","overrides":{"validationSize":3000},"parameters":{"batchSize":[32]}}""",
        "overrides.validationSize", "between 1 and 2999", "3000")]
    [InlineData("""
        {"recipe":"mlp","dataset":"synthetic","overrides":{"validationSize":500,"validationSplit":"writers"},"parameters":{"epochs":[2]}}
        """,
        "overrides.validationSplit", "must be 'first'", "'writers'")]
    public async Task The_problem_names_an_invalid_field_with_its_bound_and_value_and_nothing_is_queued(
        string body,
        string field,
        string bound,
        string value)
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
    public async Task The_problem_names_all_invalid_fields_at_once()
    {
        using var response = await service.Client.PostJsonAsync(Api.Sweeps, """
            {"recipe":"nothing","seed":-1,"search":"grid","maxRuns":0,
             "parameters":{"batchSize":[],"optimizer.learningRate":{"from":2,"to":1,"steps":2}},
             "halving":{"startEpochs":0}}
            """);
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.All(
            ["recipe", "seed", "maxRuns", "parameters.batchSize", "parameters.optimizer.learningRate", "halving.startEpochs"],
            field => Assert.NotEmpty(problem.Errors(field)));
    }

    [Theory]
    [InlineData("""{"recipe":"mlp","parameters":{"loss":["\ud800"]}}""")]
    [InlineData("""{"recipe":"mlp","name":"\ud800","parameters":{"batchSize":[32]}}""")]
    [InlineData($$$"""{"recipe":"mlp","parameters":{"{{{FiftyLevels}}}":[1]}}""")]
    [InlineData("""{"recipe":"mlp","parameters":{"":[1],"..":[1],"network.":[1]}}""")]
    public async Task Odd_texts_are_refused_with_a_problem(string body)
    {
        using var response = await service.Client.PostJsonAsync(Api.Sweeps, body);

        await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("""{"recipe":"mlp","parameters":{"\ud800":[1]}}""")]
    [InlineData("""{"recipe":"mlp","recipe":"mlp","parameters":{"batchSize":[32]}}""")]
    public async Task A_body_that_is_not_a_valid_object_is_malformed(string body)
    {
        using var response = await service.Client.PostJsonAsync(Api.Sweeps, body);

        await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.MalformedJson);
    }

    private async Task<(int Sweeps, int Runs)> CountAsync()
    {
        var sweeps = await service.Client.GetAsync<PageOf<Sweep>>($"{Api.Sweeps}?pageSize=1");
        var runs = await service.Client.GetAsync<PageOf<TrainingRun>>($"{Api.Runs}?pageSize=1");
        return (sweeps.TotalCount, runs.TotalCount);
    }
}
