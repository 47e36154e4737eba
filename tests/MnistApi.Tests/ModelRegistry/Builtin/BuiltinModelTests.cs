using System.Net;
using System.Net.ServerSentEvents;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.ModelRegistry.Builtin;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.Predictions.Contracts;
using MnistApi.TestErrors;
using MnistApi.Tests.Predictions;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.ModelRegistry.Builtin;

/// <summary>What a fresh service can do before any training, without MNIST and without network access.</summary>
public class BuiltinModelTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private static readonly BuiltinModel Shipped = BuiltinModel.Read();

    [Fact]
    public async Task The_built_in_model_recognizes_digits_at_once()
    {
        var correct = 0;
        for (var i = 0; i < 20; i++)
        {
            var png = await service.Client.GetByteArrayAsync(
                $"/api/v1/datasets/synthetic/test/{i}.png",
                TestContext.Current.CancellationToken);
            var prediction = await service.Client.PredictAsync(UploadRequests.Raw(png));
            Assert.Equal(new PredictionModel(Shipped.Id, ModelAlias.Champion), prediction.Model);
            if (prediction.Digit == MnistApi.Training.Data.Synthetic.SyntheticDigits.Draw(0, 1, (1 << 30) + i).Labels.Span[0]) correct++;
        }

        Assert.InRange(correct, 16, 20);
    }

    [Fact]
    public async Task The_built_in_model_is_a_model_like_any_other()
    {
        var model = await service.Client.GetAsync<Model>($"{Api.Models}/builtin");
        var evaluation = await service.Client.GetAsync<ModelEvaluation>($"{Api.Models}/builtin/evaluation");
        var errors = await service.Client.ListAllAsync<TestError>($"{Api.Models}/champion/test-errors");
        var weights = await service.Client.GetByteArrayAsync($"{Api.Models}/builtin/weights", TestContext.Current.CancellationToken);

        Assert.Equal((Shipped.Id, "builtin", Shipped.Record.Recipe, "mnist"), (model.Id, model.Name, model.Recipe, model.Dataset));
        Assert.Superset(new HashSet<string> { ModelAlias.Builtin, ModelAlias.Champion }, model.Aliases.ToHashSet());
        Assert.Equal(
            (Shipped.File.Epoch, Shipped.File.ValidationAccuracy, Shipped.File.WeightsSha256),
            (model.Epoch, model.ValidationAccuracy, model.WeightsSha256));
        Assert.Equal(
            (10_000, Shipped.Record.Test.CorrectCount, errors.Count),
            (evaluation.SampleCount, evaluation.CorrectCount, 10_000 - evaluation.CorrectCount));
        Assert.Equal(
            Shipped.Record.Test.Errors.Select(error => (error.Index, error.Label, error.Predicted)),
            errors.Select(error => (error.Index, error.Label, error.Predicted)));
        Assert.Equal(Shipped.File.WeightsSha256, MnistApi.Training.Checkpoints.ModelFile.Read(weights).WeightsSha256);
        Assert.Equal(model.Id, Assert.Single((await service.Client.GetAsync<PageOf<Model>>(Api.Models)).Items).Id);
    }

    [Fact]
    public async Task Without_MNIST_the_pictures_of_its_errors_say_what_to_do()
    {
        var errors = await service.Client.GetAsync<PageOf<TestError>>($"{Api.Models}/builtin/test-errors");
        string[] paths =
        [
            $"{Api.Models}/builtin/test-errors/sheet.png",
            $"{Api.Models}/builtin/test-predictions",
            errors.Items[0].ImageUrl,
        ];
        foreach (var path in paths)
        {
            using var response = await service.Client.GetAsync(path, TestContext.Current.CancellationToken);
            var problem = await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.DatasetUnavailable);
            Assert.Contains("Put the four files", (string)problem["detail"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_MNIST_its_errors_have_pictures_and_match_its_predictions()
    {
        await using var with = await ServiceProcess.StartAsync(null, ("Datasets__Mnist__Directories__0", RealMnist.Directory));
        var errors = await with.Client.ListAllAsync<TestError>($"{Api.Models}/builtin/test-errors");
        var predictions = await with.Client.GetAsync<TestPrediction[]>($"{Api.Models}/builtin/test-predictions?start=0&count=1000");

        Assert.NotEmpty(
            await with.Client.GetByteArrayAsync($"{Api.Models}/builtin/test-errors/sheet.png", TestContext.Current.CancellationToken));
        Assert.NotEmpty(await with.Client.GetByteArrayAsync(errors[0].ImageUrl, TestContext.Current.CancellationToken));
        Assert.Equal(
            errors.Where(error => error.Index < 1000).Select(error => (error.Index, error.Predicted)),
            predictions.Where(prediction => !prediction.Correct).Select(prediction => (prediction.Index, prediction.Digit)));
    }

    [Fact]
    public async Task Its_run_shows_how_it_was_trained_but_is_not_in_the_list_of_runs()
    {
        var run = await service.Client.GetRunAsync(Shipped.Id);
        var metrics = await service.Client.GetAsync<EpochMetrics[]>($"{Api.Runs}/{Shipped.Id}/metrics");

        Assert.Equal((RunState.Succeeded, "builtin", Shipped.File.Seed), (run.State, run.Name, run.Seed));
        Assert.Equal((Shipped.File.Epoch, 1.0), (run.Best!.Epoch, run.Progress.Fraction));
        Assert.Equal(
            Shipped.Record.Epochs.Select(epoch => (epoch.Epoch, epoch.ValidationAccuracy)),
            metrics.Select(epoch => (epoch.Epoch, epoch.ValidationAccuracy)));
        Assert.Contains(
            "<svg",
            await service.Client.GetStringAsync($"{Api.Runs}/{Shipped.Id}/curves.svg", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Empty(await service.Client.GetAsync<RunCheckpoint[]>($"{Api.Runs}/{Shipped.Id}/checkpoints"));
        Assert.Equal(0, (await service.Client.GetAsync<PageOf<TrainingRun>>($"{Api.Runs}?state=succeeded")).TotalCount);

        var types = new List<string>();
        await using var events = await service.Client.GetStreamAsync(
            $"{Api.Runs}/{Shipped.Id}/events",
            TestContext.Current.CancellationToken);
        await foreach (var item in SseParser.Create(events).EnumerateAsync(TestContext.Current.CancellationToken))
            types.Add(item.EventType);
        Assert.Equal([.. metrics.Select(_ => "epoch"), "state", "end"], types);
    }

    [Fact]
    public async Task The_built_in_model_cannot_be_changed()
    {
        using var deleted = await service.Client.DeleteAsync($"{Api.Runs}/{Shipped.Id}", TestContext.Current.CancellationToken);
        using var cancelled = await service.Client.PostAsync(
            $"{Api.Runs}/{Shipped.Id}/cancel",
            null,
            TestContext.Current.CancellationToken);
        using var resumed = await service.Client.PostAsync($"{Api.Runs}/{Shipped.Id}/resume", null, TestContext.Current.CancellationToken);
        using var moved = await service.Client.PutJsonAsync($"{Api.Aliases}/builtin", """{"modelId":"champion"}""");

        var problem = await deleted.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.ModelInUse);
        Assert.Contains("came with the service", (string)problem["detail"]!, StringComparison.Ordinal);
        await cancelled.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.RunFinished);
        await resumed.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.RunNotResumable);
        await moved.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
    }

    [Fact]
    public async Task The_built_in_model_passes_the_gate_itself()
    {
        using var response = await service.Client.PutJsonAsync($"{Api.Aliases}/another", """{"modelId":"builtin"}""");
        var change = await response.ReadAsync<ModelAliasChange>();

        Assert.Equal((Shipped.Id, true), (change.ModelId, change.Report.Passed));
    }

    [Fact]
    public void Its_files_agree_and_are_small()
    {
        var best = EpochResult.Best(Shipped.Record.Epochs)!;

        Assert.InRange(Shipped.Weights.Length, 1, 1_000_000);
        Assert.Equal((Shipped.File.Epoch, Shipped.File.ValidationAccuracy), (best.Epoch, best.ValidationAccuracy));
        Assert.Equal(Enumerable.Range(1, Shipped.Record.Epochs.Count), Shipped.Record.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(10_000 - Shipped.Record.Test.CorrectCount, Shipped.Record.Test.Errors.Count);
        Assert.NotNull(Recipes.Find(Shipped.Record.Recipe));
        Assert.Equal(ConfigValidator.Validate(Shipped.File.Config), []);
        Assert.Equal(new TrainingConfig().ValidationSize, Shipped.File.Config.ValidationSize); // So that the gate can compare runs with it.
    }

    [Fact]
    public void The_id_follows_from_the_weights_and_is_a_GUID_of_version_8() =>
        Assert.Equal(
            new Guid("eeb5f79b-6b5b-85c9-9c84-6e87785bfc0b"),
            BuiltinModel.IdOf("eeb5f79b6b5ba5c9dc846e87785bfc0b04a88a890ec073457dc1b6e858c8568e"));
}
