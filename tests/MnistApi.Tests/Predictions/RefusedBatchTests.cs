using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Imaging;
using MnistApi.Predictions.Contracts;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.Predictions;

/// <summary>Which batches the service refuses as a whole, and the limits of their size.</summary>
[Collection(TrainedModels.Collection)]
public class RefusedBatchTests(TrainedModels trained)
{
    private const string Batch = $"{Api.Predictions}/batch";
    private const string OpenForm = "--x\r\nContent-Disposition: form-data; name=\"images\"; filename=\"a\"\r\n\r\nabc";

    private static readonly byte[] Drawing = UploadRequests.Drawing(ImageFormat.Png);

    public static TheoryData<string, HttpContent, HttpStatusCode, ProblemCode, string> Refused =>
    [
        .. Refusals.Of(
            HttpStatusCode.BadRequest,
            ProblemCode.ValidationFailed,
            ("a form without files", Form("--x--\r\n"), "no files"),
            ("another field", UploadRequests.Files(("file", Drawing, "a.png")), "named images or image. It has 'file'"),
            ("no images", UploadRequests.Json("""{"images":[]}"""), "1 to 64")),
        .. Refusals.Of(
            HttpStatusCode.BadRequest,
            ProblemCode.BadRequest,
            ("a form without an end", Form(OpenForm), "--x--")),
        .. Refusals.Of(
            HttpStatusCode.BadRequest,
            ProblemCode.MalformedJson,
            ("JSON without images", UploadRequests.Json("{}"), "images"),
            ("images that are not a list", UploadRequests.Json("""{"images":7}"""), "wrong type")),
        .. Refusals.Of(
            HttpStatusCode.UnsupportedMediaType,
            ProblemCode.UnsupportedMediaType,
            ("a single image as the body", UploadRequests.Raw(Drawing), "image/png")),
        .. Refusals.Of(
            HttpStatusCode.RequestEntityTooLarge,
            ProblemCode.PayloadTooLarge,
            ("too much JSON", UploadRequests.Json(new string(' ', 4 * 1024 * 1024 + 1)), "4,194,304")),
    ];

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task The_service_refuses_a_body_that_is_not_a_batch_as_a_whole(
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
    public async Task A_batch_takes_sixty_four_images_and_not_one_more()
    {
        (string, byte[], string) file = ("images", Drawing, "digit.png");

        var batch = await trained.Client.PostAsync<PredictionBatch>(Batch, UploadRequests.Files([.. Enumerable.Repeat(file, 64)]));
        Assert.Equal(64, batch.Items.Count);
        await AssertRefusedAsync(
            UploadRequests.Files([.. Enumerable.Repeat(file, 65)]),
            HttpStatusCode.BadRequest,
            ProblemCode.ValidationFailed,
            "at most 64 images");
        await AssertRefusedAsync(
            UploadRequests.Json($$"""{"images":[{{string.Join(",", Enumerable.Repeat("1", 65))}}]}"""),
            HttpStatusCode.BadRequest,
            ProblemCode.ValidationFailed,
            "has 65");
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
    public async Task A_setting_limits_the_size_of_all_files_together()
    {
        await using var service = await ServiceProcess.StartAsync(null, ("Predictions__MaxBatchMegabytes", "1"));
        var half = new byte[512 * 1024];
        using var above = await service.Client.PostAsync(
            Batch,
            UploadRequests.Files(("images", half, "a"), ("images", half, "b"), ("images", half, "c")),
            TestContext.Current.CancellationToken);

        var problem = await above.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, ProblemCode.PayloadTooLarge);
        Assert.Contains("1,048,576 bytes in total", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    private static StringContent Form(string text) =>
        new(text) { Headers = { ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } } } };

    private async Task AssertRefusedAsync(HttpContent body, HttpStatusCode status, ProblemCode code, string detail)
    {
        using var response = await trained.Client.PostAsync(Batch, body, TestContext.Current.CancellationToken);
        var problem = await response.AssertProblemAsync(status, code);
        Assert.Contains(detail, (string)problem["detail"]!, StringComparison.Ordinal);
    }
}
