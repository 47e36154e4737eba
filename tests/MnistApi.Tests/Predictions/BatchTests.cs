using System.Net;
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
    public async Task Files_get_the_answers_that_they_would_get_one_by_one_in_their_order()
    {
        byte[][] files =
        [
            Drawing,
            .. await Task.WhenAll(
                Enumerable.Range(0, 5).Select(i => trained.Client.GetByteArrayAsync($"/api/v1/datasets/synthetic/test/{i}.png"))),
        ];
        var batch = await PostAsync(
            UploadRequests.Files([.. files.Select((file, i) => ("images", file, $"{i}.png"))]),
            $"?model={trained.Second}");

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
    public async Task One_bad_file_does_not_spoil_the_others_and_has_the_problem_that_it_would_have_alone()
    {
        byte[][] bad =
        [
            [],
            Encoding.UTF8.GetBytes("This is no image."),
            Drawing[..200],
            UploadRequests.Png(new byte[17_000], 17_000, 1),
            new byte[MaxBytes + 1],
        ];
        var batch = await PostAsync(
            UploadRequests.Files([.. bad.SelectMany(file => new[] { ("images", file, "bad"), ("image", Drawing, "good") })]));

        Assert.Equal(10, batch.Items.Count);
        foreach (var (file, items) in bad.Zip(batch.Items.Chunk(2)))
        {
            using var response = await trained.Client.PostPredictionAsync(UploadRequests.Raw(file));
            var alone = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            var problem = items[0].Problem!;
            Assert.Equal(
                (
                    (int)response.StatusCode,
                    (string?)alone["code"],
                    (string?)alone["type"],
                    (string?)alone["title"],
                    (string?)alone["detail"]),
                (problem.Status, JsonNamingPolicy.CamelCase.ConvertName($"{problem.Code}"), problem.Type, problem.Title, problem.Detail));
            Assert.Equal(Batch, problem.Instance);
            Assert.Null(items[0].Prediction);
            Assert.Equal(300, items[1].Prediction!.Seen.Width);
        }
    }

    [Fact]
    public async Task Several_shapes_of_one_file_are_not_taken_for_the_next()
    {
        var two = await UploadRequests
            .Page(255, (60, 50, 12, 100, 0), (130, 55, 12, 95, 0))
            .ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var batch = await PostAsync(
            UploadRequests.Files(("images", two, "two.png"), ("images", Drawing, "one.png"), ("images", two, "two.png")));

        Assert.Equal([2, 0, 2], batch.Items.Select(item => item.Prediction!.Seen.Parts.Count));
        PredictionTests.AssertClose(
            (await trained.Client.PredictAsync(UploadRequests.Raw(Drawing))).Probabilities,
            batch.Items[1].Prediction!.Probabilities);
    }

    [Fact]
    public async Task A_text_in_a_file_s_field_is_that_item_s_problem()
    {
        var batch = await PostAsync(
            new MultipartFormDataContent
            {
                { new StringContent("digit.png"), "images" },
                { new ByteArrayContent(Drawing), "images", "digit.png" },
            });

        Assert.Equal(ProblemCode.ValidationFailed, batch.Items[0].Problem!.Code);
        Assert.Contains("-F images=@digit.png", batch.Items[0].Problem!.Errors!["images"][0], StringComparison.Ordinal);
        Assert.NotNull(batch.Items[1].Prediction);
    }

    [Fact]
    public async Task Numbers_are_a_batch_too()
    {
        var one = JsonSerializer.Serialize(UploadRequests.One.Select(pixel => (int)pixel));
        var batch = await PostAsync(
            UploadRequests.Json($$"""{"images":[{"pixels":{{one}}},{"pixels":[1]},{"pixel":{{one}}},7,null,{"pixels":{{one}}}]}"""));

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
        PredictionTests.AssertClose(
            (await trained.Client.PredictAsync(UploadRequests.Pixels())).Probabilities,
            batch.Items[5].Prediction!.Probabilities);
        Assert.All(batch.Items, item => Assert.Null(item.Name));
    }

    [Fact]
    public async Task Sixty_four_are_taken_and_one_more_is_not()
    {
        (string, byte[], string) file = ("images", Drawing, "digit.png");

        Assert.Equal(64, (await PostAsync(UploadRequests.Files([.. Enumerable.Repeat(file, 64)]))).Items.Count);
        await AssertRefusedAsync(
            UploadRequests.Files([.. Enumerable.Repeat(file, 65)]),
            HttpStatusCode.BadRequest,
            ProblemCode.ValidationFailed,
            "At most 64 images");
        await AssertRefusedAsync(
            UploadRequests.Json($$"""{"images":[{{string.Join(",", Enumerable.Repeat("1", 65))}}]}"""),
            HttpStatusCode.BadRequest,
            ProblemCode.ValidationFailed,
            "has 65");
    }

    public static TheoryData<string, HttpContent, HttpStatusCode, ProblemCode, string> Refused =>
        new()
        {
            {
                "a form without files",
                new StringContent("--x--\r\n")
                {
                    Headers = { ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } } },
                },
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "no files"
            },
            {
                "another field",
                UploadRequests.Files(("file", Drawing, "a.png")),
                HttpStatusCode.BadRequest,
                ProblemCode.ValidationFailed,
                "named images or image. It has 'file'"
            },
            {
                "a form without an end",
                new StringContent("--x\r\nContent-Disposition: form-data; name=\"images\"; filename=\"a\"\r\n\r\nabc")
                {
                    Headers = { ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } } },
                },
                HttpStatusCode.BadRequest,
                ProblemCode.BadRequest,
                "--x--"
            },
            { "no images", UploadRequests.Json("""{"images":[]}"""), HttpStatusCode.BadRequest, ProblemCode.ValidationFailed, "1 to 64" },
            { "JSON without images", UploadRequests.Json("{}"), HttpStatusCode.BadRequest, ProblemCode.MalformedJson, "images" },
            {
                "images that are none",
                UploadRequests.Json("""{"images":7}"""),
                HttpStatusCode.BadRequest,
                ProblemCode.MalformedJson,
                "another type"
            },
            {
                "one image as it is",
                UploadRequests.Raw(Drawing),
                HttpStatusCode.UnsupportedMediaType,
                ProblemCode.UnsupportedMediaType,
                "image/png"
            },
            {
                "too much JSON",
                UploadRequests.Json(new string(' ', 4 * 1024 * 1024 + 1)),
                HttpStatusCode.RequestEntityTooLarge,
                ProblemCode.PayloadTooLarge,
                "4,194,304"
            },
        };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task What_is_no_batch_is_refused_as_a_whole(
        string what,
        HttpContent body,
        HttpStatusCode status,
        ProblemCode code,
        string detail)
    {
        _ = what;
        await AssertRefusedAsync(body, status, code, detail);
    }

    [Fact]
    public async Task An_unknown_model_is_not_found()
    {
        using var response = await trained.Client.PostAsync(
            $"{Batch}?model=nobody",
            UploadRequests.Files(("images", Drawing, "a.png")),
            TestContext.Current.CancellationToken);

        await response.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.ModelNotFound);
    }

    [Fact]
    public async Task All_files_together_have_a_limit_and_it_is_a_setting()
    {
        await using var service = await ServiceProcess.StartAsync(null, ("Predictions__MaxBatchMegabytes", "1"));
        var half = new byte[512 * 1024];
        using var above = await service.Client.PostAsync(
            Batch,
            UploadRequests.Files(("images", half, "a"), ("images", half, "b"), ("images", half, "c")),
            TestContext.Current.CancellationToken);

        var problem = await above.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, ProblemCode.PayloadTooLarge);
        Assert.Contains("1,048,576 bytes together", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    private Task<PredictionBatch> PostAsync(HttpContent body, string query = "") =>
        trained.Client.PostAsync<PredictionBatch>($"{Batch}{query}", body);

    private async Task AssertRefusedAsync(HttpContent body, HttpStatusCode status, ProblemCode code, string detail)
    {
        using var response = await trained.Client.PostAsync(Batch, body, TestContext.Current.CancellationToken);
        var problem = await response.AssertProblemAsync(status, code);
        Assert.Contains(detail, (string)problem["detail"]!, StringComparison.Ordinal);
    }
}
