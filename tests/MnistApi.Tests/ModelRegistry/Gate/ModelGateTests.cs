using System.Net;
using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.ModelRegistry.Gate;

public class ModelGateTests(GatedModels models) : IClassFixture<GatedModels>
{
    [Fact]
    public async Task A_new_alias_has_nothing_to_compare_with_but_the_model_is_tried()
    {
        var change = await models.Client.SetAliasAsync("new", models.Good);

        Assert.Equal((true, false, null, null), (change.Changed, change.Forced, change.PreviousModelId, change.Reason));
        Assert.True(change.Report.Passed);
        Assert.Null(change.Report.CurrentId);
        Assert.Equal(Enum.GetValues<GateCheckName>(), change.Report.Checks.Select(check => check.Name));
        Assert.All(change.Report.Checks, check => Assert.True(check.Passed, check.Message));
        var smoke = change.Report.Of(GateCheckName.SmokePrediction).Smoke!;
        Assert.Equal((20, 20), (smoke.ImageCount, smoke.FiniteCount));
        Assert.InRange(smoke.LargestSumError!.Value, 0, 1e-5);
        Assert.InRange(smoke.CorrectCount, 10, 20);
        var checksum = change.Report.Of(GateCheckName.Checksum).Checksum!;
        var model = await models.Client.GetAsync<Model>($"{Api.Models}/{models.Good}");
        Assert.Equal((checksum.Expected, checksum.Expected), (model.WeightsSha256, checksum.Actual));
    }

    [Fact]
    public async Task A_better_model_takes_an_alias_and_the_report_has_both_models_figures()
    {
        await models.Client.SetAliasAsync("better", models.Bad);
        var change = await models.Client.SetAliasAsync("better", models.Good);
        var good = await models.Client.GetAsync<Model>($"{Api.Models}/{models.Good}");
        var bad = await models.Client.GetAsync<Model>($"{Api.Models}/{models.Bad}");

        Assert.Equal((true, models.Bad), (change.Changed, change.PreviousModelId));
        Assert.Equal((models.Good, models.Bad, true), (change.Report.CandidateId, change.Report.CurrentId, change.Report.Passed));
        var images = change.Report.Of(GateCheckName.Dataset).Images!;
        Assert.Equal(new ModelImages("synthetic", good.DatasetSha256, 500), images.Candidate);
        Assert.Equal(images, change.Report.Of(GateCheckName.Split).Images);
        var accuracy = change.Report.Of(GateCheckName.ValidationAccuracy).Accuracy!;
        Assert.Equal((good.ValidationAccuracy, bad.ValidationAccuracy), (accuracy.Candidate.Accuracy, accuracy.Current!.Accuracy));
        Assert.Equal(good.ValidationAccuracy * 500, accuracy.Candidate.CorrectCount, 1e-6);
        Assert.InRange(accuracy.PValue!.Value, 0, 1e-6);
        Assert.InRange(accuracy.Difference!.Value, accuracy.DifferenceInterval!.Low, accuracy.DifferenceInterval.High);
    }

    [Fact]
    public async Task An_equal_model_takes_an_alias()
    {
        await models.Client.SetAliasAsync("equal", models.Good);

        Assert.True((await models.Client.SetAliasAsync("equal", models.Same)).Changed);
    }

    [Fact]
    public async Task The_gate_refuses_a_worse_model_with_a_report_and_changes_nothing()
    {
        await models.Client.SetAliasAsync("worse", models.Good);
        var before = await models.Client.GetAsync<ModelAlias>($"{Api.Aliases}/worse");
        var report = await AssertRefusedAsync("worse", models.Bad, GateCheckName.ValidationAccuracy);

        Assert.Contains("by more than chance explains", report.Of(GateCheckName.ValidationAccuracy).Message, StringComparison.Ordinal);
        Assert.Equal(before, await models.Client.GetAsync<ModelAlias>($"{Api.Aliases}/worse"));
        Assert.Equal(models.Good, (await models.Client.GetAsync<Model>($"{Api.Models}/worse")).Id);
        Assert.Single(await models.Client.ListHistoryAsync("worse"));
    }

    [Fact]
    public async Task The_gate_refuses_a_model_with_another_split()
    {
        await models.Client.SetAliasAsync("split", models.Good);
        var report = await AssertRefusedAsync("split", models.OtherSplit, GateCheckName.Split, GateCheckName.ValidationAccuracy);

        var images = report.Of(GateCheckName.Split).Images!;
        Assert.Equal((400, 500), (images.Candidate.ValidationSize, images.Current!.ValidationSize));
    }

    [Fact]
    public async Task Force_with_a_reason_overrides_comparisons_and_the_history_keeps_both()
    {
        await models.Client.SetAliasAsync("forced", models.Good);
        var change = await models.Client.ForceAliasAsync("forced", models.Bad, "A lecture on bad models");
        var newest = (await models.Client.ListHistoryAsync("forced"))[0];

        Assert.Equal((true, true, "A lecture on bad models", false), (change.Changed, change.Forced, change.Reason, change.Report.Passed));
        Assert.Equal(
            (models.Good, models.Bad, AliasChangeOrigin.Request, true, "A lecture on bad models"),
            (newest.FromModelId, newest.ToModelId, newest.By, newest.Forced, newest.Reason));
        Assert.Equivalent(change.Report, newest.Report, strict: true);
    }

    [Theory]
    [InlineData("""{"modelId":"champion","force":true}""", "missing")]
    [InlineData("""{"modelId":"champion","force":true,"reason":" "}""", "empty")]
    public async Task Force_needs_a_reason(string body, string expected)
    {
        using var response = await models.Client.PutJsonAsync($"{Api.Aliases}/unreasoned", body);
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.Contains(expected, Assert.Single(problem.Errors("reason")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_has_at_most_500_characters()
    {
        using var response = await models.Client.PutJsonAsync(
            $"{Api.Aliases}/unreasoned",
            $$"""{"modelId":"champion","reason":"{{new string('x', 501)}}"}""");
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.Contains("It has 501", Assert.Single(problem.Errors("reason")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gate_refuses_a_model_that_does_not_predict_even_by_force()
    {
        GateCheckName[] failed = [GateCheckName.Evaluation, GateCheckName.SmokePrediction];
        var report = await AssertRefusedAsync("broken", models.NonFinite, isForced: true, failed);
        using var alias = await models.Client.GetAsync($"{Api.Aliases}/broken", TestContext.Current.CancellationToken);

        Assert.Equal(new SmokePrediction(20, 0, null, 2), report.Of(GateCheckName.SmokePrediction).Smoke);
        await alias.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.ModelNotFound);
    }

    [Theory]
    [InlineData("accuracy", 0.098, 0.5, "but its validation accuracy")]
    [InlineData("loss", null, null, "not a finite number")]
    public async Task A_model_with_implausible_figures_takes_no_alias_not_even_a_new_one_or_by_force(
        string figure,
        double? accuracy,
        double? loss,
        string message)
    {
        var model = await models.TrainAsync(Api.SmallRun);
        await using var db = models.OpenDatabase();
        var evaluation = await db.Models
            .Where(row => row.Id == model)
            .Select(row => row.Evaluation)
            .SingleAsync(TestContext.Current.CancellationToken);
        var changed = evaluation with { Accuracy = accuracy ?? evaluation.Accuracy, Loss = loss };
        await db.Models
            .Where(row => row.Id == model)
            .ExecuteUpdateAsync(row => row.SetProperty(known => known.Evaluation, changed), TestContext.Current.CancellationToken);

        var report = await AssertRefusedAsync($"implausible-{figure}", model, isForced: true, GateCheckName.Evaluation);
        Assert.Contains(message, report.Of(GateCheckName.Evaluation).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_continued_with_a_loss_that_is_not_finite_carries_a_warning()
    {
        var run = await models.Client.GetAsync<TrainingRun>($"{Api.Runs}/{models.NonFinite}");

        Assert.Equal([RunWarningCode.EvaluationImplausible, RunWarningCode.NonFiniteLoss], run.Warnings.Select(warning => warning.Code));
        Assert.Contains("in epoch 1", run.Warnings[1].Message, StringComparison.Ordinal);
        Assert.Empty((await models.Client.GetAsync<TrainingRun>($"{Api.Runs}/{models.Good}")).Warnings);
    }

    [Fact]
    public async Task The_gate_refuses_changed_weights_even_by_force_and_even_while_the_model_is_loaded()
    {
        var model = await models.TrainAsync(Api.SmallRun);
        await models.Client.SetAliasAsync("whole", model); // This loads the model.
        await using var db = models.OpenDatabase();
        await db.Models
            .Where(row => row.Id == model)
            .ExecuteUpdateAsync(
                row => row.SetProperty(changed => changed.WeightsSha256, new string('0', 64)),
                TestContext.Current.CancellationToken);
        var report = await AssertRefusedAsync("changed", model, isForced: true, GateCheckName.Checksum);
        Assert.Equal(new string('0', 64), report.Of(GateCheckName.Checksum).Checksum!.Expected);

        await db.Checkpoints
            .Where(row => row.RunId == model)
            .ExecuteUpdateAsync(row => row.SetProperty(changed => changed.Data, new byte[100]), TestContext.Current.CancellationToken);
        report = await AssertRefusedAsync("changed", model, isForced: true, GateCheckName.SmokePrediction, GateCheckName.Checksum);
        Assert.Null(report.Of(GateCheckName.Checksum).Checksum!.Actual);
    }

    private Task<GateReport> AssertRefusedAsync(string alias, Guid model, params GateCheckName[] failed) =>
        AssertRefusedAsync(alias, model, isForced: false, failed);

    private async Task<GateReport> AssertRefusedAsync(string alias, Guid model, bool isForced, params GateCheckName[] failed)
    {
        var force = isForced ? ""","force":true,"reason":"It must." """ : "";
        using var response = await models.Client.PutJsonAsync($"{Api.Aliases}/{alias}", $$"""{"modelId":"{{model}}"{{force}}}""");
        var report = await response.ReadGateReportAsync();
        Assert.False(report.Passed);
        Assert.Equal(failed, report.Checks.Where(check => !check.Passed).Select(check => check.Name));
        return report;
    }
}
