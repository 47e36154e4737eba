using System.Net;
using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Predictions.Contracts;
using MnistApi.Tests.Predictions;

namespace MnistApi.Tests.ModelRegistry.Serving;

[Collection(TrainedModels.Collection)]
public class ModelCacheTests(TrainedModels trained)
{
    [Fact]
    public async Task The_next_prediction_follows_a_moved_alias()
    {
        foreach (var model in new[] { trained.First, trained.Second, trained.First })
        {
            await trained.SetAliasAsync("moving", model);
            var prediction = await trained.Client.PredictAsync(UploadRequests.Pixels(), "moving");

            Assert.Equal(new PredictionModel(model, "moving"), prediction.Model);
        }
    }

    [Fact]
    public async Task Simultaneous_predictions_do_not_fail_while_their_alias_moves_and_more_models_are_in_use_than_fit_the_cache()
    {
        Guid[] models = [trained.First, trained.Second, await trained.TrainAsync(Api.SmallRun)];
        await trained.SetAliasAsync("swapped", trained.First);
        var swaps = Task.Run(async () =>
        {
            for (var i = 0; i < 30; i++) await trained.SetAliasAsync("swapped", models[i % 2]);
        });
        var predictions = await Task.WhenAll(Enumerable.Range(0, 150).Select(i => Task.Run(() =>
            trained.Client.PredictAsync(UploadRequests.Pixels(), i % 3 == 0 ? $"{models[i / 3 % 3]}" : "swapped"))));
        await swaps;

        Assert.All(predictions, prediction => Assert.Contains(prediction.Model.Id, models));
        var ofEach = predictions
            .GroupBy(prediction => prediction.Model.Id, prediction => string.Join(",", prediction.Probabilities))
            .ToArray();
        Assert.All(ofEach, model => Assert.Single(model.Distinct()));
        await trained.DeleteAsync(models[2]);
    }

    [Fact]
    public async Task Simultaneous_first_requests_load_a_model_once_and_it_stays_in_the_cache()
    {
        var model = await trained.TrainAsync(Api.SmallRun);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => trained.Client.PredictAsync(UploadRequests.Pixels(), $"{model}")));
        await trained.Client.PredictAsync(UploadRequests.Pixels(), $"{model}");

        Assert.Equal(1, await CountLoadsAsync(model));
        await trained.DeleteAsync(model);
    }

    [Fact]
    public async Task The_cache_evicts_the_least_recently_used_model()
    {
        var model = await trained.TrainAsync(Api.SmallRun);
        foreach (var used in new[] { model, trained.First, model, trained.Second, model })
            await trained.Client.PredictAsync(UploadRequests.Pixels(), $"{used}");
        Assert.Equal(1, await CountLoadsAsync(model));

        foreach (var used in new[] { trained.First, trained.Second, model })
            await trained.Client.PredictAsync(UploadRequests.Pixels(), $"{used}");
        Assert.Equal(2, await CountLoadsAsync(model));
        await trained.DeleteAsync(model);
    }

    [Fact]
    public async Task The_cache_does_not_serve_a_deleted_model()
    {
        var model = await trained.TrainAsync(Api.SmallRun);
        await trained.Client.PredictAsync(UploadRequests.Pixels(), $"{model}");
        await trained.DeleteAsync(model);
        using var response = await trained.Client.PostPredictionAsync(UploadRequests.Pixels(), $"{model}");

        await response.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.ModelNotFound);
    }

    [Fact]
    public async Task The_service_does_not_serve_wrong_weights_and_serves_a_repaired_model()
    {
        var model = await trained.TrainAsync(Api.SmallRun);
        await using var db = trained.OpenDatabase();
        var weights = await db.Models
            .Where(row => row.Id == model)
            .Select(row => row.WeightsSha256)
            .SingleAsync(TestContext.Current.CancellationToken);

        await SetWeightsAsync(new string('0', 64));
        using var response = await trained.Client.PostPredictionAsync(UploadRequests.Pixels(), $"{model}");
        await response.AssertProblemAsync(HttpStatusCode.InternalServerError, ProblemCode.InternalError);
        await Eventually.TrueAsync(
            () => Task.FromResult(trained.Output.Contains($"SHA-256 {weights}, but 000", StringComparison.Ordinal)),
            "the log says why");

        await SetWeightsAsync(weights);
        await Eventually.TrueAsync(
            async () =>
            {
                using var repaired = await trained.Client.PostPredictionAsync(UploadRequests.Pixels(), $"{model}");
                return repaired.IsSuccessStatusCode;
            },
            "serves the repaired model");
        await trained.DeleteAsync(model);

        Task SetWeightsAsync(string sha256) =>
            db.Database.ExecuteSqlAsync(
                $"UPDATE models SET weights_sha256 = {sha256} WHERE id = {model}",
                TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Counts a message in the log. The log is written with a delay, so this first waits for the message of an event that happens now.
    /// </summary>
    private async Task<int> CountLoadsAsync(Guid model)
    {
        var now = await trained.TrainAsync(Api.SmallRun);
        await Eventually.TrueAsync(
            () => Task.FromResult(trained.Output.Contains($"Run {now} succeeded", StringComparison.Ordinal)),
            "the log is up to date");
        await trained.DeleteAsync(now);
        return trained.Output.Split($"Model {model} is loaded").Length - 1;
    }
}
