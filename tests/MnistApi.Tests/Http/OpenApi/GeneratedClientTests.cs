using System.Net.ServerSentEvents;
using System.Text.Json;
using MnistApi.Tests.Generated;

namespace MnistApi.Tests.Http.OpenApi;

/// <summary>The client that NSwag generates from docs/openapi.json does the whole job with the real service.</summary>
public class GeneratedClientTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private readonly MnistApiClient _client = new(service.Client);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_client_trains_watches_measures_and_predicts()
    {
        var run = await _client.StartTrainingRunAsync(SmallRun(), "generated-client", Token);
        Assert.Equal("By the generated client", run.Name);
        Assert.Equal(2, run.Config.Epochs);
        Assert.Equal([16], run.Config.Network.HiddenUnits);
        Assert.Equal(run.Id, (await _client.StartTrainingRunAsync(SmallRun(), "generated-client", Token)).Id);

        var events = await WatchAsync(run.Id);
        Assert.Equal("end", events[^1].EventType);
        Assert.Equal(2, events.Count(item => item.EventType == "epoch"));

        var ended = await _client.GetTrainingRunAsync(run.Id, Token);
        Assert.Equal(RunState.Succeeded, ended.State);
        var succeeded = await _client.ListTrainingRunsAsync(state: RunState.Succeeded, pageSize: 100, cancellationToken: Token);
        Assert.Contains(run.Id, succeeded.Items.Select(listed => listed.Id));
        var metrics = await _client.GetMetricsAsync(run.Id, Token);
        Assert.Equal([1, 2], metrics.Select(epoch => epoch.Epoch));
        Assert.Equal(ended.Best!.ValidationAccuracy, metrics.Max(epoch => epoch.ValidationAccuracy));

        var model = await _client.GetModelAsync($"{run.Id}", Token);
        var errors = await _client.ListTestErrorsAsync($"{run.Id}", pageSize: 1, cancellationToken: Token);
        Assert.Equal(ended.Test!.ErrorCount, errors.TotalCount);
        var prediction = await _client.PredictJsonAsync(Seven(), $"{run.Id}", cancellationToken: Token);
        Assert.Equal(model.Id, prediction.Model.Id);
        Assert.Equal(10, prediction.Probabilities.Count);
        var images = new PixelsBatchRequest { Images = [Seven(), new PixelsRequest { Pixels = [[1]] }] };
        var batch = await _client.PredictBatchJsonAsync(images, $"{run.Id}", cancellationToken: Token);
        Assert.Equal([null, ProblemCode.ValidationFailed], batch.Items.Select(item => item.Problem?.Code));
        Assert.Equal(prediction.Digit, batch.Items.First().Prediction!.Digit);
        var explained = await _client.ExplainPredictionJsonAsync(
            Seven(),
            digit: 7,
            model: $"{run.Id}",
            normalize: NormalizationMode.Mnist,
            cancellationToken: Token);
        Assert.Equal((7, 28, prediction.Digit), (explained.ExplainedDigit, explained.Heat.Count, explained.Digit));
        Assert.Equal((UploadFormat.Pixels, 28, 28), (prediction.Seen.Format, prediction.Seen.Width, prediction.Seen.Height));
    }

    [Fact]
    public async Task Files_come_as_streams()
    {
        var run = await _client.StartTrainingRunAsync(SmallRun(), cancellationToken: Token);
        await WatchAsync(run.Id);

        using var curves = await _client.GetLearningCurvesAsync(run.Id, Token);
        using var weights = await _client.GetModelWeightsAsync($"{run.Id}", Token);

        Assert.StartsWith("<svg", await new StreamReader(curves.Stream).ReadToEndAsync(Token), StringComparison.Ordinal);
        Assert.NotEqual(-1, weights.Stream.ReadByte());
    }

    [Fact]
    public async Task The_client_uploads_a_file_in_every_way()
    {
        var png = Predictions.UploadRequests.Png(Predictions.UploadRequests.One, 28, 28);
        FileParameter File() => new(new MemoryStream(png), "one.png", "image/png");

        var prediction = await _client.PredictAsync(image: File(), cancellationToken: Token);
        var raw = await _client.PredictFileAsync(new MemoryStream(png), cancellationToken: Token);
        var batch = await _client.PredictBatchAsync(images: [File(), File()], cancellationToken: Token);
        var explained = await _client.ExplainPredictionAsync(image: File(), cancellationToken: Token);

        Assert.Equal((1, 1, 1), (prediction.Digit, raw.Digit, explained.Digit));
        Assert.Equal([1, 1], batch.Items.Select(item => item.Prediction!.Digit));
        Assert.Equal(UploadFormat.Png, raw.Seen.Format);
    }

    [Fact]
    public async Task Problems_are_typed()
    {
        var request = SmallRun();
        request.Epochs = 0;
        var invalid = await Assert.ThrowsAsync<ProblemException<Problem>>(() =>
            _client.StartTrainingRunAsync(request, cancellationToken: Token));
        Assert.Equal((400, ProblemCode.ValidationFailed), (invalid.StatusCode, invalid.Result.Code));
        Assert.Equal("epochs", Assert.Single(invalid.Result.Errors!).Key);

        var missing = await Assert.ThrowsAsync<ProblemException<Problem>>(() => _client.GetTrainingRunAsync(Guid.NewGuid(), Token));
        Assert.Equal((404, ProblemCode.RunNotFound), (missing.StatusCode, missing.Result.Code));
        Assert.Null(missing.Result.Errors);
    }

    [Fact]
    public void The_client_does_not_send_a_field_that_is_not_set()
    {
        var request = new TrainingRunRequest
        {
            Recipe = TrainingRunRequestRecipe.LectureMlp,
            Optimizer = new OptimizerOverrides { Kind = OptimizerKind.AdamW },
        };

        Assert.Equal("""{"recipe":"lecture-mlp","optimizer":{"kind":"adamW"}}""", MnistApiClient.Serialize(request));
    }

    private static TrainingRunRequest SmallRun() => new()
    {
        Recipe = TrainingRunRequestRecipe.Mlp,
        Name = "By the generated client",
        Dataset = TrainingRunRequestDataset.Synthetic,
        Seed = 1,
        Epochs = 2,
        ValidationSize = 500,
        Network = new NetworkOverrides { HiddenUnits = [16] },
    };

    /// <summary>The example in the OpenAPI document.</summary>
    private static PixelsRequest Seven()
    {
        var operation = OpenApiDocument.Committed.Operations.Single(operation => operation.Id == "PredictJson");
        var content = operation.Json.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        return content.GetProperty("examples").GetProperty("seven").GetProperty("value").Deserialize<PixelsRequest>()!;
    }

    /// <summary>Reads the events to the end. The client returns the stream, and the framework parses it.</summary>
    private async Task<List<SseItem<string>>> WatchAsync(Guid id)
    {
        using var stream = await _client.WatchTrainingRunAsync(id, cancellationToken: Token);
        var events = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(stream.Stream).EnumerateAsync(Token)) events.Add(item);
        return events;
    }
}
