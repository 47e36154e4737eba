using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Json;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Predictions.Contracts;
using MnistApi.Storage.Sqlite;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Inference;

namespace MnistApi.Tests.ModelRegistry;

[Collection(TrainedModels.Collection)]
public class ModelCalibrationTests(TrainedModels trained)
{
    /// <summary>The dataset that the service trained on.</summary>
    private static readonly Dataset Dataset = SyntheticDigits.CreateDataset(
        trainingCount: ServiceProcess.SyntheticTrainingCount,
        testCount: TrainedModels.TestCount);

    [Fact]
    public async Task Calibration_uses_validation_images_and_not_test_images()
    {
        var model = await trained.Client.GetAsync<Model>($"{Api.Models}/{trained.First}");
        var file = await DownloadAsync(trained.First);
        using var network = file.CreateNetwork();

        Assert.Equal(Dataset.Sha256, model.DatasetSha256);
        Assert.Equal(Calibrator.Fit(network, Dataset.Split(500).Validation).Temperature, model.Calibration.Temperature, 1e-4);
        Assert.NotEqual(Calibrator.Fit(network, Dataset.Test).Temperature, model.Calibration.Temperature, 1e-3);
        Assert.InRange(model.Calibration.ConfidenceThreshold, 0.01, 1);
        Assert.Equal(model.Calibration, file.Calibration);
    }

    [Fact]
    public async Task The_evaluation_and_the_predictions_use_calibrated_probabilities()
    {
        var file = await DownloadAsync(trained.First);
        using var network = file.CreateNetwork();
        var predictor = new Predictor(file);
        var result = Evaluator.Evaluate(network, Dataset.Test, calibration: file.Calibration);

        var evaluation = await trained.Client.GetAsync<ModelEvaluation>($"{Api.Models}/{trained.First}/evaluation");
        var predictions = await trained.Client.GetAsync<TestPrediction[]>($"{Api.Models}/{trained.First}/test-predictions?count=100");
        var errors = await trained.ListErrorsAsync(trained.First);

        Assert.Equal(result.ExpectedCalibrationError, evaluation.ExpectedCalibrationError!.Value, 1e-4);
        Assert.Equal(result.UncalibratedCalibrationError, evaluation.UncalibratedCalibrationError!.Value, 1e-4);
        Assert.NotEqual(evaluation.ExpectedCalibrationError.Value, evaluation.UncalibratedCalibrationError.Value, 1e-4);
        Assert.All(predictions, prediction =>
            Assert.Equal(predictor.Predict(Dataset.Test.Image(prediction.Index))[0].Max(), prediction.Confidence, 1e-4));
        Assert.Equal(result.Errors.Select(error => error.Index), errors.Select(error => error.Index));
        Assert.All(result.Errors.Zip(errors), pair => Assert.Equal(pair.First.Confidence, pair.Second.Confidence!.Value, 1e-4));
    }

    [Fact]
    public async Task The_robustness_table_measures_the_model_on_changed_test_images()
    {
        using var network = (await DownloadAsync(trained.First)).CreateNetwork();

        var evaluation = await trained.Client.GetAsync<ModelEvaluation>($"{Api.Models}/{trained.First}/evaluation");

        var expected = RobustnessTable.Measure(network, Dataset.Test);
        Assert.Equal(
            expected.Select(result => new RobustnessAccuracy(result.Condition, result.Accuracy, result.AccuracyInterval)),
            evaluation.Robustness);
        Assert.Equal(
            (RobustnessCondition.Clean, evaluation.Accuracy),
            (evaluation.Robustness[0].Condition, evaluation.Robustness[0].Accuracy));
    }

    [Fact]
    public async Task An_old_evaluation_without_a_robustness_table_is_still_readable()
    {
        var id = await trained.TrainAsync(Api.SmallRun);
        await using var db = trained.OpenDatabase();
        var known = await db.Models
            .Where(row => row.Id == id)
            .Select(row => row.Evaluation)
            .SingleAsync(TestContext.Current.CancellationToken);
        var evaluation = JsonSerializer.SerializeToNode(known, ServiceJson.Options)!.AsObject();
        Assert.True(evaluation.Remove("robustness") && evaluation.Remove("uncalibratedCalibrationError"));
        await db.Database.ExecuteSqlAsync(
            $"UPDATE models SET evaluation = {evaluation.ToJsonString()} WHERE id = {id}",
            TestContext.Current.CancellationToken);

        var read = await trained.Client.GetAsync<ModelEvaluation>($"{Api.Models}/{id}/evaluation");

        Assert.Empty(read.Robustness);
        Assert.Null(read.UncalibratedCalibrationError);
        await trained.DeleteAsync(id);
    }

    [Fact]
    public async Task A_model_that_is_not_finite_has_no_calibration()
    {
        Assert.Equal(Calibration.None, (await trained.Client.GetAsync<Model>($"{Api.Models}/{trained.NonFinite}")).Calibration);
        Assert.Equal(Calibration.None, (await DownloadAsync(trained.NonFinite)).Calibration);
    }

    [Fact]
    public async Task A_model_with_its_own_weights_needs_no_checkpoint()
    {
        var id = await trained.TrainAsync(Api.SmallRun);
        var file = (await DownloadAsync(id)) with { Calibration = new Calibration(4, 0.25) };
        await using var db = trained.OpenDatabase();
        await db.Checkpoints.Where(checkpoint => checkpoint.RunId == id).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        await db.Models
            .Where(model => model.Id == id)
            .ExecuteUpdateAsync(row => row.SetProperty(model => model.Weights, file.ToBytes()), TestContext.Current.CancellationToken);

        var predictor = new Predictor(file);
        var predictions = await trained.Client.GetAsync<TestPrediction[]>($"{Api.Models}/{id}/test-predictions?count=10");

        Assert.Equal(file.ToBytes(), (await DownloadAsync(id)).ToBytes());
        Assert.All(predictions, prediction =>
            Assert.Equal(predictor.Predict(Dataset.Test.Image(prediction.Index))[0].Max(), prediction.Confidence, 1e-4));
        await trained.DeleteAsync(id);
    }

    [Fact]
    public async Task An_old_model_has_no_calibration_and_gets_the_figures_of_its_run()
    {
        using var directory = new TestDirectory();
        await using var db = new SqliteMnistDb(
            new DbContextOptionsBuilder<SqliteMnistDb>()
                .UseSqlite($"Data Source={Path.Combine(directory.Path, "old.db")};Pooling=False;Foreign Keys=False")
                .Options);
        var token = TestContext.Current.CancellationToken;
        await db.Database.MigrateAsync("AliasHistory", token);
        const string evaluation = """
            {"sampleCount":1,"correctCount":1,"accuracy":1,"accuracyInterval":{"low":0,"high":1},"loss":null,
             "confusionMatrix":[],"classes":[],"expectedCalibrationError":null}
            """;
        var config = JsonSerializer.Serialize(Recipes.Find("mlp")!.Config, TrainingJson.Options);
        var (id, now) = (Guid.NewGuid(), DateTime.UtcNow);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO training_runs(
                id, name, recipe, state, dataset, seed, config, keep_checkpoints, warnings, created_at, queued_at, attempt,
                attempts_without_progress, event_sequence, progress_sequence, epoch, epochs, step, steps_per_epoch,
                best_validation_accuracy, best_validation_loss)
            VALUES({id}, 'old', 'mlp', 'succeeded', 'mnist', 7, {config}, '[]', '[]', {now}, {now}, 1, 0, 1, 0, 1, 1, 1, 1, 0.97, 0.1)
            """, token);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO models(id, epoch, weights_sha256, dataset_sha256, evaluation, created_at)
            VALUES({id}, 1, '00', '00', {evaluation}, {now})
            """, token);

        await db.Database.MigrateAsync(token);

        var model = await db.Models.SingleAsync(token);
        Assert.Equal(
            ("old", "mlp", "mnist", 7, 0.97, 0.1),
            (model.Name, model.Recipe, model.Dataset, model.Seed, model.ValidationAccuracy, model.ValidationLoss));
        Assert.Equal(config, JsonSerializer.Serialize(model.Config, TrainingJson.Options));
        Assert.Equal(Calibration.None, new Calibration(model.Temperature, model.ConfidenceThreshold));
        Assert.Null(model.Weights);
    }

    private async Task<ModelFile> DownloadAsync(Guid model) =>
        ModelFile.Read(await trained.Client.GetByteArrayAsync($"{Api.Models}/{model}/weights"));
}
