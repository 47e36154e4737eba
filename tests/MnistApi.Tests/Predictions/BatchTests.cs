using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MnistApi.Http.Errors;
using MnistApi.Imaging;
using MnistApi.Predictions.Contracts;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.Predictions;

[Collection(TrainedModels.Collection)]
public class BatchTests(TrainedModels trained)
{
    private const string Batch = $"{Api.Predictions}/batch";
    private const int MaxBytes = 10 * 1024 * 1024;

    private static readonly byte[] Drawing = UploadRequests.Drawing(ImageFormat.Png);

    [Fact]
    public async Task Files_get_the_same_answers_as_one_by_one_and_in_the_same_order()
    {
        var downloads = Enumerable.Range(0, 5).Select(i => trained.Client.GetByteArrayAsync($"/api/v1/datasets/synthetic/test/{i}.png"));
        byte[][] files = [Drawing, .. await Task.WhenAll(downloads)];
        var form = UploadRequests.Files([.. files.Select((file, i) => ("images", file, $"{i}.png"))]);
        var batch = await PostAsync(form, $"?model={trained.Second}");

        Assert.Equal(Enumerable.Range(0, 6).Select(i => (i, (string?)$"{i}.png")), batch.Items.Select(item => (item.Index, item.Name)));
        foreach (var (file, item) in files.Zip(batch.Items))
        {
            var alone = await trained.Client.PredictAsync(UploadRequests.Raw(file), $"{trained.Second}");
            PredictionTests.AssertClose(alone.Probabilities, item.Prediction!.Probabilities);
            Assert.Equal(
                (alone.Digit, alone.Verdict, alone.Model),
                (item.Prediction.Digit, item.Prediction.Verdict, item.Prediction.Model));
            Assert.Equivalent(alone.Seen, item.Prediction.Seen, strict: true);
            Assert.Null(item.Problem);
        }
    }

    [Fact]
    public async Task A_bad_file_does_not_spoil_the_others_and_has_the_same_problem_as_alone()
    {
        byte[][] bad =
        [
            [],
            Encoding.UTF8.GetBytes("This is no image."),
            Drawing[..200],
            UploadRequests.Png(new byte[17_000], 17_000, 1),
            new byte[MaxBytes + 1],
        ];
        var form = UploadRequests.Files([.. bad.SelectMany(file => new[] { ("images", file, "bad"), ("image", Drawing, "good") })]);
        var batch = await PostAsync(form);

        Assert.Equal(10, batch.Items.Count);
        foreach (var (file, items) in bad.Zip(batch.Items.Chunk(2)))
        {
            using var response = await trained.Client.PostPredictionAsync(UploadRequests.Raw(file));
            var alone = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            var problem = items[0].Problem!;
            Assert.Equal((int)response.StatusCode, problem.Status);
            Assert.Equal((string?)alone["code"], JsonNamingPolicy.CamelCase.ConvertName($"{problem.Code}"));
            Assert.Equal((string?)alone["type"], problem.Type);
            Assert.Equal((string?)alone["title"], problem.Title);
            Assert.Equal((string?)alone["detail"], problem.Detail);
            Assert.Equal(Batch, problem.Instance);
            Assert.Null(items[0].Prediction);
            Assert.Equal(300, items[1].Prediction!.Seen.Width);
        }
    }

    [Fact]
    public async Task The_shapes_of_one_file_do_not_count_for_the_next()
    {
        var page = UploadRequests.Page(255, (60, 50, 12, 100, 0), (130, 55, 12, 95, 0));
        var two = await page.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var form = UploadRequests.Files(("images", two, "two.png"), ("images", Drawing, "one.png"), ("images", two, "two.png"));
        var batch = await PostAsync(form);

        Assert.Equal([2, 0, 2], batch.Items.Select(item => item.Prediction!.Seen.Parts.Count));
        var alone = await trained.Client.PredictAsync(UploadRequests.Raw(Drawing));
        PredictionTests.AssertClose(alone.Probabilities, batch.Items[1].Prediction!.Probabilities);
    }

    [Fact]
    public async Task A_text_in_a_file_field_is_a_problem_of_that_item()
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent("digit.png"), "images" },
            { new ByteArrayContent(Drawing), "images", "digit.png" },
        };
        var batch = await PostAsync(form);

        Assert.Equal(ProblemCode.ValidationFailed, batch.Items[0].Problem!.Code);
        Assert.Contains("-F images=@digit.png", batch.Items[0].Problem!.Errors!["images"][0], StringComparison.Ordinal);
        Assert.NotNull(batch.Items[1].Prediction);
    }

    [Fact]
    public async Task A_batch_can_consist_of_numbers()
    {
        var one = JsonSerializer.Serialize(UploadRequests.One.Select(pixel => (int)pixel));
        var json = $$"""{"images":[{"pixels":{{one}}},{"pixels":[1]},{"pixel":{{one}}},7,null,{"pixels":{{one}}}]}""";
        var batch = await PostAsync(UploadRequests.Json(json));

        ProblemCode?[] expected =
        [
            null,
            ProblemCode.ValidationFailed,
            ProblemCode.MalformedJson,
            ProblemCode.MalformedJson,
            ProblemCode.MalformedJson,
            null,
        ];
        Assert.Equal(expected, batch.Items.Select(item => item.Problem?.Code));
        Assert.Equal(
            "The field pixels must be 28 rows of 28 whole numbers from 0 (paper) to 255 (ink), or one list of 784. It has 1 entries.",
            batch.Items[1].Problem!.Errors!["pixels"][0]);
        var alone = await trained.Client.PredictAsync(UploadRequests.Pixels());
        PredictionTests.AssertClose(alone.Probabilities, batch.Items[5].Prediction!.Probabilities);
        Assert.All(batch.Items, item => Assert.Null(item.Name));
    }

    private Task<PredictionBatch> PostAsync(HttpContent body, string query = "") =>
        trained.Client.PostAsync<PredictionBatch>($"{Batch}{query}", body);
}
