using System.Net;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.Tests.ModelRegistry.Gate;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.ModelRegistry.Registration;

public class ModelPromotionTests(GatedModels models) : IClassFixture<GatedModels>
{
    [Fact]
    public async Task The_model_of_a_run_takes_the_alias_that_the_run_asked_for()
    {
        await models.Client.SetAliasAsync("promoted", models.Bad);
        var run = await PromoteAsync(Api.SmallRun, "promoted");
        var newest = (await models.Client.ListHistoryAsync("promoted"))[0];

        Assert.Equal((RunState.Succeeded, "promoted"), (run.State, run.PromoteTo));
        Assert.Empty(run.Warnings);
        Assert.Equal(run.Id, (await models.Client.GetAsync<Model>($"{Api.Models}/promoted")).Id);
        Assert.Equal((models.Bad, run.Id, AliasChangeOrigin.Run), (newest.FromModelId, newest.ToModelId, newest.By));
        Assert.Equal(Enum.GetValues<GateCheckName>(), newest.Report!.Checks.Select(check => check.Name));
    }

    [Fact]
    public async Task A_missing_alias_is_created() =>
        Assert.Equal(
            (await PromoteAsync(Api.BadRun, "made")).Id,
            (await models.Client.GetAsync<ModelAlias>($"{Api.Aliases}/made")).ModelId);

    [Fact]
    public async Task A_run_whose_model_is_not_good_enough_succeeds_with_a_warning_that_says_why()
    {
        await models.Client.SetAliasAsync("guarded", models.Good);
        var run = await PromoteAsync(Api.BadRun, "guarded");
        var warning = Assert.Single(run.Warnings);

        Assert.Equal((RunState.Succeeded, RunWarningCode.NotPromoted), (run.State, warning.Code));
        Assert.Contains("The model did not become 'guarded'. Its validation accuracy is", warning.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "To override the comparisons: PUT /api/v1/model-aliases/guarded with force and a reason.",
            warning.Message,
            StringComparison.Ordinal);
        Assert.Equal(models.Good, (await models.Client.GetAsync<ModelAlias>($"{Api.Aliases}/guarded")).ModelId);
        Assert.Single(await models.Client.ListHistoryAsync("guarded"));
        Assert.Equal(run.Id, (await models.Client.GetAsync<Model>($"{Api.Models}/{run.Id}")).Id);
    }

    [Fact]
    public async Task A_model_that_does_not_predict_takes_no_alias()
    {
        var run = await PromoteAsync(Api.NonFiniteRun, "unsound");
        using var alias = await models.Client.GetAsync($"{Api.Aliases}/unsound", TestContext.Current.CancellationToken);

        Assert.Equal(
            [RunWarningCode.EvaluationImplausible, RunWarningCode.NonFiniteLoss, RunWarningCode.NotPromoted],
            run.Warnings.Select(warning => warning.Code));
        Assert.DoesNotContain("force", run.Warnings[^1].Message, StringComparison.Ordinal);
        await alias.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.ModelNotFound);
    }

    [Theory]
    [InlineData("\"builtin\"")]
    [InlineData("\"Champion\"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    public async Task An_impossible_alias_is_refused_at_once(string alias)
    {
        using var response = await models.Client.PostJsonAsync(Api.Runs, $$"""{"promoteTo":{{alias}},{{Api.SmallRun[1..]}}""");
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.Contains(alias.Trim('"'), Assert.Single(problem.Errors("promoteTo")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_killed_near_its_end_promotes_its_model_once()
    {
        using var data = new TestDirectory();
        var service = await ServiceProcess.StartAsync(data.Path);
        var random = new Random(20261124);
        for (var kill = 0; kill < 6; kill++)
        {
            var run = await service.Client.StartRunAsync($$"""{"promoteTo":"kept-{{kill}}",{{Api.SmallRun[1..]}}""");
            await service.Client.WaitForRunAsync(
                run.Id,
                current => current.Progress.Epoch == 2 || current.State == RunState.Succeeded,
                "is in its last epoch");
            await Task.Delay(random.Next(0, 150), TestContext.Current.CancellationToken);
            await service.KillAsync();
            await service.DisposeAsync();
            service = await ServiceProcess.StartAsync(data.Path);
            Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync(run.Id)).State);
            var change = Assert.Single(await service.Client.ListHistoryAsync($"kept-{kill}"));
            Assert.Equal((run.Id, AliasChangeOrigin.Run), (change.ToModelId, change.By));
        }

        await service.DisposeAsync();
    }

    private async Task<TrainingRun> PromoteAsync(string run, string alias) =>
        await models.Client.WaitForEndAsync((await models.Client.StartRunAsync($$"""{"promoteTo":"{{alias}}",{{run[1..]}}""")).Id);
}
