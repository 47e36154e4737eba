using System.Net;
using System.Text;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.ModelRegistry.Contracts;

namespace MnistApi.Tests.ModelRegistry;

[Collection(TrainedModels.Collection)]
[Trait(TestDatabase.Category, TestDatabase.AnyProvider)]
public class ModelTests(TrainedModels trained)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task All_pages_together_list_all_models_with_the_newest_first(int pageSize)
    {
        var models = await trained.Client.ListAllAsync<Model>(Api.Models, "", pageSize);

        Assert.Equal(trained.All.Reverse(), models.SkipLast(1).Select(model => model.Id));
        Assert.Equal("builtin", models[^1].Name);
    }

    [Theory]
    [InlineData("recipe=mlp", 2)]
    [InlineData("recipe=lecture-mlp-naive-loss&dataset=synthetic", 1)]
    [InlineData("recipe=lecture-mlp", 0)]
    [InlineData("dataset=mnist", 1)]
    public async Task Filters_keep_what_matches(string query, int count) =>
        Assert.Equal(count, (await trained.Client.GetAsync<PageOf<Model>>($"{Api.Models}?{query}")).TotalCount);

    [Fact]
    public async Task A_model_shows_the_figures_of_its_run_and_is_found_by_id_and_by_alias()
    {
        var run = await trained.Client.GetRunAsync(trained.First);
        var model = await trained.Client.GetAsync<Model>($"{Api.Models}/{trained.First}");
        var champion = await trained.Client.GetAsync<Model>($"{Api.Models}/champion");

        Assert.Equal((run.Name, run.Recipe, run.Dataset, run.Seed), (model.Name, model.Recipe, model.Dataset, model.Seed));
        Assert.Equal((run.Best!.Epoch, run.Best.ValidationAccuracy), (model.Epoch, model.ValidationAccuracy));
        Assert.Equal(run.Test, model.Test);
        Assert.Equal([16], model.Config.Network.HiddenUnits);
        Assert.Contains(ModelAlias.Champion, model.Aliases);
        Assert.Equal(model.Id, champion.Id);
    }

    [Fact]
    public async Task The_evaluation_agrees_with_itself_and_with_the_run()
    {
        var run = await trained.Client.GetRunAsync(trained.First);
        var evaluation = await trained.Client.GetAsync<ModelEvaluation>($"{Api.Models}/champion/evaluation");

        Assert.Equal(TrainedModels.TestCount, evaluation.SampleCount);
        Assert.Equal(
            run.Test,
            new MnistApi.ModelRegistry.Contracts.TestResult(
                evaluation.Accuracy,
                evaluation.SampleCount - evaluation.CorrectCount,
                evaluation.Loss));
        Assert.InRange(evaluation.Accuracy, evaluation.AccuracyInterval.Low, evaluation.AccuracyInterval.High);
        Assert.Equal(evaluation.CorrectCount, Enumerable.Range(0, 10).Sum(digit => evaluation.ConfusionMatrix[digit][digit]));
        Assert.Equal(evaluation.Classes.Select(digit => digit.Support), evaluation.ConfusionMatrix.Select(row => row.Sum()));
        Assert.InRange(evaluation.ExpectedCalibrationError!.Value, 0, 1);
        Assert.InRange(evaluation.UncalibratedCalibrationError!.Value, 0, 1);
    }

    [Fact]
    public async Task The_evaluation_of_a_model_that_is_not_finite_has_nulls()
    {
        var evaluation = await trained.Client.GetAsync<ModelEvaluation>($"{Api.Models}/{trained.NonFinite}/evaluation");

        Assert.Null(evaluation.Loss);
        Assert.Null(evaluation.ExpectedCalibrationError);
        Assert.Null(evaluation.UncalibratedCalibrationError);
    }

    [Fact]
    public async Task The_weights_are_a_safetensors_file_that_clients_can_cache()
    {
        var model = await trained.Client.GetAsync<Model>($"{Api.Models}/champion");
        using var response = await trained.Client.GetAsync($"{Api.Models}/champion/weights", TestContext.Current.CancellationToken);
        var file = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"{Api.Models}/{model.Id}/weights")
        {
            Headers = { IfNoneMatch = { response.Headers.ETag! } },
        };
        using var unchanged = await trained.Client.SendAsync(again, TestContext.Current.CancellationToken);

        Assert.Equal($"\"{model.WeightsSha256}\"", response.Headers.ETag!.Tag);
        Assert.Equal($"{model.Id}.safetensors", response.Content.Headers.ContentDisposition!.FileName);
        var header = Encoding.UTF8.GetString(file, 8, (int)BitConverter.ToInt64(file));
        Assert.Contains(model.WeightsSha256, header, StringComparison.Ordinal);
        Assert.DoesNotContain("optimizer.", header, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/weights")]
    [InlineData("/evaluation")]
    [InlineData("/test-errors")]
    [InlineData("/test-errors/sheet.png")]
    [InlineData("/test-predictions")]
    public async Task An_unknown_model_is_not_found_and_the_problem_says_where_models_are(string route)
    {
        foreach (var name in new[] { "nobody", "Champion", $"{Guid.NewGuid()}" })
        {
            using var response = await trained.Client.GetAsync($"{Api.Models}/{name}{route}", TestContext.Current.CancellationToken);
            var problem = await response.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.ModelNotFound);
            Assert.Contains("GET /api/v1/models", (string)problem["detail"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task For_the_id_of_a_run_without_a_model_the_problem_says_where_to_see_its_state()
    {
        var run = await trained.Client.StartRunAsync(Api.LongRun);
        using var response = await trained.Client.GetAsync($"{Api.Models}/{run.Id}", TestContext.Current.CancellationToken);
        (await trained.Client.PostAsync($"{Api.Runs}/{run.Id}/cancel", null, TestContext.Current.CancellationToken)).Dispose();

        var problem = await response.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.ModelNotFound);
        Assert.Contains($"GET /api/v1/training-runs/{run.Id} shows its state.", (string)problem["detail"]!, StringComparison.Ordinal);
    }
}
