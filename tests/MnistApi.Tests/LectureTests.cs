using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using MnistApi.Http.Json;
using MnistApi.Http.Parameters;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.Predictions.Contracts;
using MnistApi.TestErrors;
using MnistApi.Tests.Imaging;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests;

/// <summary>The main job from start to end as a user does it, with the real process, the real MNIST and nothing but HTTP.</summary>
public class LectureTests
{
    private const int PredictedImages = 1000;

    [Fact]
    public async Task A_user_trains_watches_judges_and_uses_the_lecture_s_network_over_HTTP()
    {
        await using var service = await ServiceProcess.StartAsync(null, ("Datasets__Mnist__Directories__0", RealMnist.Directory));
        var started = await service.Client.StartRunAsync("""{"recipe":"lecture-mlp","epochs":3,"seed":1}""");
        Assert.Equal("mnist", started.Dataset);

        var (epochs, run) = await FollowAsync(service.Client, started.Id);
        Assert.Equal(RunState.Succeeded, run.State);
        Assert.Equal([1, 2, 3], epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(epochs, await service.Client.GetAsync<EpochMetrics[]>($"{Api.Runs}/{run.Id}/metrics"));
        Assert.All(epochs, epoch => Assert.InRange(epoch.ValidationAccuracy, 0.91, 0.98));

        await AssertEvaluationAndErrorsAsync(service.Client, run);
        await AssertSheetAsync(service.Client, run.Id);
        await AssertPredictionsAsync(service.Client, run.Id);
    }

    private static async Task<(IReadOnlyList<EpochMetrics> Epochs, TrainingRun Run)> FollowAsync(HttpClient client, Guid id)
    {
        var epochs = new List<EpochMetrics>();
        await using var stream = await client.GetStreamAsync($"{Api.Runs}/{id}/events");
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            if (item.EventType == "epoch") epochs.Add(JsonSerializer.Deserialize<EpochMetrics>(item.Data, ServiceJson.Options)!);
            if (item.EventType == "end") return (epochs, JsonSerializer.Deserialize<TrainingRun>(item.Data, ServiceJson.Options)!);
        }

        throw new InvalidOperationException("The stream ended without the event 'end'.");
    }

    private static async Task AssertEvaluationAndErrorsAsync(HttpClient client, TrainingRun run)
    {
        var evaluation = await client.GetAsync<ModelEvaluation>($"/api/v1/models/{run.Id}/evaluation");
        Assert.Equal(run.Test!.Accuracy, evaluation.Accuracy);
        Assert.Equal(10_000, evaluation.ConfusionMatrix.Sum(row => row.Sum()));
        Assert.InRange(evaluation.Accuracy, evaluation.AccuracyInterval.Low, evaluation.AccuracyInterval.High);

        var pages = await Task.WhenAll(
            Enumerable.Range(1, 3)
                .Select(page => client.GetAsync<PageOf<TestError>>($"/api/v1/models/{run.Id}/test-errors?page={page}&pageSize=50")));
        Assert.All(pages, page => Assert.Equal(10_000 - evaluation.CorrectCount, page.TotalCount));
        var errors = pages.SelectMany(page => page.Items).ToArray();
        Assert.Equal(150, errors.Length);
        Assert.Equal(errors.Select(error => error.Index).Distinct().Order(), errors.Select(error => error.Index));
        Assert.All(errors, error => Assert.Equal(RealMnist.Test.Labels.Span[error.Index], error.Label));
        Assert.All(errors, error => Assert.NotEqual(error.Label, error.Predicted));
    }

    private static async Task AssertSheetAsync(HttpClient client, Guid model)
    {
        var sheet = TestDecoder.Decode(await client.GetByteArrayAsync($"/api/v1/models/{model}/test-errors/sheet.png"));
        Assert.InRange(sheet.Width, 500, 2000);
        var levels = sheet.ToGray();
        Assert.Contains(levels, level => level == 0);
        Assert.True(levels.Count(level => level == 255) > levels.Length / 2, "The paper must be white.");
    }

    /// <summary>
    /// An uploaded picture must get the same answer as the image of the test set. The tolerance covers that a batch of a thousand images is
    /// rounded differently from a single image.
    /// </summary>
    private static async Task AssertPredictionsAsync(HttpClient client, Guid model)
    {
        var expected = await client.GetAsync<TestPrediction[]>($"/api/v1/models/{model}/test-predictions?start=0&count={PredictedImages}");
        Assert.Equal(PredictedImages, expected.Length);
        var confidenceThreshold = (await client.GetAsync<Model>($"{Api.Models}/{model}")).Calibration.ConfidenceThreshold;
        var turnedAway = 0;
        foreach (var image in expected)
        {
            using var upload = new ByteArrayContent(await client.GetByteArrayAsync($"/api/v1/datasets/mnist/test/{image.Index}.png"));
            upload.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            using var form = new MultipartFormDataContent { { upload, "image", "digit.png" } };
            using var response = await client.PostAsync($"/api/v1/predictions?model={model}", form);
            var prediction = await response.ReadAsync<Prediction>();

            Assert.Equal((image.Index, image.Digit), (image.Index, prediction.Digit!.Value));
            Assert.Equal(image.Confidence, prediction.Confidence!.Value, 1e-5f);
            Assert.Equal(prediction.Confidence >= confidenceThreshold, prediction.Verdict == Verdict.Digit);
            if (prediction.Verdict != Verdict.Digit) turnedAway++;
        }

        Assert.InRange(turnedAway, 0, PredictedImages * 3 / 100);
    }
}
