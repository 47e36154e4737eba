using System.Text.Json;
using MnistApi.Predictions.Contracts;
using MnistApi.Tests.Imaging;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Predictions;

/// <summary>
/// Guards against libtorch's kernels for batches, which are wrong for some numbers of channels on some processors; see
/// docs/decisions/0019-convolution-kernels.md.
/// </summary>
public class SingleAndBatchTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(50)]
    [InlineData(64)]
    public async Task The_built_in_model_predicts_the_same_for_a_batch_as_for_each_image_alone(int size)
    {
        await service.Client.PredictAsync(UploadRequests.WhiteSheet());

        await AssertBatchSaysWhatEachImageSaysAsync("builtin", size);
    }

    [Theory]
    [InlineData(20, 24)]
    [InlineData(40, 12)]
    public async Task A_run_with_odd_channels_succeeds_while_clients_upload_white_sheets(int first, int second)
    {
        var run = await service.Client.StartRunAsync($$"""
            {"recipe":"cnn-fast","dataset":"synthetic","epochs":3,"validationSize":500,"seed":1,
             "network":{"convolutions":[{"channels":{{first}},"kernel":5,"stride":2},{"channels":{{second}},"kernel":3,"pooling":2} ]} }
            """);
        TrainingRun ended;
        do
        {
            Assert.Equal(Verdict.NoDigit, (await service.Client.PredictAsync(UploadRequests.WhiteSheet())).Verdict);
            ended = await service.Client.GetAsync<TrainingRun>($"{Api.Runs}/{run.Id}");
        }
        while (ended.State is RunState.Queued or RunState.Running);

        Assert.Equal((RunState.Succeeded, 0), (ended.State, ended.Warnings.Count));
        Assert.InRange(ended.Test!.Accuracy, 0.7, 1);
        Assert.NotNull(ended.Test.Loss);
        foreach (var size in new[] { 2, 50 }) await AssertBatchSaysWhatEachImageSaysAsync($"{ended.Id}", size);
    }

    private async Task AssertBatchSaysWhatEachImageSaysAsync(string model, int size)
    {
        int[][] images = [.. await Task.WhenAll(Enumerable.Range(0, size).Select(ReadAsync))];
        var batch = await service.Client.PostAsync<PredictionBatch>(
            $"{Api.Predictions}/batch?model={model}",
            UploadRequests.Json(JsonSerializer.Serialize(new { images = images.Select(pixels => new { pixels }) })));

        foreach (var (pixels, item) in images.Zip(batch.Items))
        {
            var alone = await service.Client.PredictAsync(UploadRequests.Json(JsonSerializer.Serialize(new { pixels })), model);
            PredictionTests.AssertClose(alone.Probabilities, item.Prediction!.Probabilities);
        }
    }

    private async Task<int[]> ReadAsync(int index)
    {
        var png = await service.Client.GetByteArrayAsync($"/api/v1/datasets/synthetic/test/{index}.png");
        return [.. TestDecoder.Decode(png).ToGray().Select(level => (int)level)];
    }
}
