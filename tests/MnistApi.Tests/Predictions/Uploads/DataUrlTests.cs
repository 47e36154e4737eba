using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MnistApi.Http.Errors;
using MnistApi.Imaging;
using MnistApi.Predictions.Contracts;

namespace MnistApi.Tests.Predictions.Uploads;

/// <summary>Images from clients that have no file: bytes without a name, and base64 data URLs.</summary>
public class DataUrlTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private const string Batch = $"{Api.Predictions}/batch";
    private const string Explanation = $"{Api.Predictions}/explanation";

    private static readonly byte[] Drawing = UploadRequests.Drawing(ImageFormat.Png);
    private static readonly string Base64 = Convert.ToBase64String(Drawing);
    private static readonly string Url = $"data:image/png;base64,{Base64}";

    /// <summary>The drawing as one field of a form.</summary>
    private static readonly Dictionary<string, Func<HttpContent>> Parts = new()
    {
        ["a data URL as a text"] = () => Text(Url),
        ["a data URL as a file"] = () => Part(Encoding.ASCII.GetBytes(Url), "text/plain"),
        ["a data URL with spaces and lines"] = () =>
            Text($"\r\n DATA:image/png;BASE64,{string.Join("\r\n", Base64.Chunk(76).Select(line => new string(line)))}\r\n"),
        ["a data URL of another type"] = () => Text($"data:application/octet-stream;name=a.png;base64,{Base64}"),
        ["an image without a name"] = () => Part(Drawing, "image/png"),
        ["an image that is said to be another"] = () => Part(Drawing, "image/x-unknown"),
        ["bytes without a name"] = () => Part(Drawing, "binary/octet-stream"),
        ["an image without a name or a type"] = () => Part(Drawing, null),
        ["an image that is said to be a text"] = () => Part(Drawing, "text/plain; charset=utf-8"),
    };

    /// <summary>The drawing as a JSON value.</summary>
    private static readonly string[] Values =
    [
        $"\"{Url}\"",
        $"\"{Url.Replace("/", "\\/", StringComparison.Ordinal)}\"",
        $"\"{Url}\",\"pixels\":null",
    ];

    public static TheoryData<string, string> FormParts =>
        [.. Parts.Keys.SelectMany(what => new[] { (what, Api.Predictions), (what, Batch), (what, Explanation) })];

    public static TheoryData<int, string> JsonValues =>
        [.. Enumerable.Range(0, Values.Length).SelectMany(i => new[] { (i, Api.Predictions), (i, Batch), (i, Explanation) })];

    [Theory]
    [MemberData(nameof(FormParts))]
    public async Task The_type_or_the_bytes_of_a_form_part_make_it_an_image(string what, string path)
    {
        var form = new MultipartFormDataContent { { Parts[what](), path == Batch ? "images" : "image" } };

        Assert.Equal((300, UploadFormat.Png), await PostAsync(path, form));
    }

    [Theory]
    [MemberData(nameof(JsonValues))]
    public async Task The_service_reads_a_data_URL_in_JSON(int value, string path)
    {
        var image = $$"""{"image":{{Values[value]}}}""";

        Assert.Equal(
            (300, UploadFormat.Png),
            await PostAsync(path, UploadRequests.Json(path == Batch ? $$"""{"images":[{{image}}]}""" : image)));
    }

    [Fact]
    public async Task The_service_reads_a_large_image_in_JSON()
    {
        var padded = new byte[6 * 1024 * 1024];
        Drawing.CopyTo(padded, 0); // The decoder ignores what follows the end of the image.

        Assert.Equal(
            (300, UploadFormat.Png),
            await PostAsync(
                Api.Predictions,
                UploadRequests.Json($$"""{"image":"data:image/png;base64,{{Convert.ToBase64String(padded)}}"}""")));
    }

    public static TheoryData<string, HttpStatusCode, ProblemCode, string> RefusedTexts =>
        new()
        {
            { "digit.png", HttpStatusCode.BadRequest, ProblemCode.ValidationFailed, "must be a" },
            { "", HttpStatusCode.BadRequest, ProblemCode.ValidationFailed, "must be a" },
            { "data:", HttpStatusCode.BadRequest, ProblemCode.ValidationFailed, "no ';base64,'" },
            { "data:,", HttpStatusCode.BadRequest, ProblemCode.ValidationFailed, "A canvas without pixels" },
            { "data:image/svg+xml,%3Csvg%3E", HttpStatusCode.BadRequest, ProblemCode.ValidationFailed, "no ';base64,'" },
            { "data:image/png;base64,iVBORw0KGgo", HttpStatusCode.BadRequest, ProblemCode.ValidationFailed, "whose base64 is not valid" },
            { "data:image/png;base64,$$$$", HttpStatusCode.BadRequest, ProblemCode.ValidationFailed, "whose base64 is not valid" },
            { "data:image/png;base64,", HttpStatusCode.BadRequest, ProblemCode.UnreadableImage, "is empty" },
            {
                "data:image/png;base64,VGhpcyBpcyBubyBpbWFnZS4=",
                HttpStatusCode.BadRequest,
                ProblemCode.UnreadableImage,
                "PNG, JPEG, WebP, GIF or BMP"
            },
        };

    [Theory]
    [MemberData(nameof(RefusedTexts))]
    public async Task A_text_without_an_image_is_refused_with_the_reason(
        string text,
        HttpStatusCode status,
        ProblemCode code,
        string detail)
    {
        using var ofForm = await service.Client.PostPredictionAsync(new MultipartFormDataContent { { Text(text), "image" } });
        using var ofJson = await service.Client.PostPredictionAsync(UploadRequests.Json($$"""{"image":"{{text}}"}"""));
        var batch = await service.Client.PostAsync<PredictionBatch>(
            Batch,
            UploadRequests.Json($$"""{"images":[{"image":"{{text}}"},{"image":"{{Url}}"}]}"""));

        foreach (var response in new[] { ofForm, ofJson })
        {
            var problem = await response.AssertProblemAsync(status, code);
            Assert.Contains(detail, (string)problem["detail"]!, StringComparison.Ordinal);
            if (code == ProblemCode.ValidationFailed) Assert.NotEmpty(problem.Errors("image"));
        }

        Assert.Equal((code, null), (batch.Items[0].Problem!.Code, batch.Items[1].Problem?.Code));
        Assert.Contains(detail, batch.Items[0].Problem!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"image":7}""", ProblemCode.ValidationFailed, "It is 7.")]
    [InlineData("""{"image":null}""", ProblemCode.ValidationFailed, "It is null.")]
    [InlineData("""{"image":"\ud800"}""", ProblemCode.ValidationFailed, "data URL")]
    [InlineData("""{"image":"data:,","pixels":[]}""", ProblemCode.ValidationFailed, "the body has both")]
    [InlineData("""{"image":"data:,","image":"data:,"}""", ProblemCode.MalformedJson, "image")]
    [InlineData("{\"image\":\"data:,\\", ProblemCode.MalformedJson, "line 1")]
    [InlineData("{}", ProblemCode.MalformedJson, "Missing: 'pixels' or 'image'.")]
    public async Task JSON_without_an_image_is_refused_with_the_reason(string json, ProblemCode code, string detail)
    {
        using var response = await service.Client.PostPredictionAsync(UploadRequests.Json(json));

        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, code);
        Assert.Contains(detail, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Api.Predictions, "65,536")]
    [InlineData(Batch, "4,194,304")]
    public async Task Numbers_have_a_lower_limit_than_files(string path, string limit)
    {
        using var response = await service.Client.PostAsync(
            path,
            UploadRequests.Json($$"""{"image":"{{Url}}","pixels":[{{string.Join(",", Enumerable.Repeat("0", 2_200_000))}}]}"""),
            TestContext.Current.CancellationToken);

        var problem = await response.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, ProblemCode.PayloadTooLarge);
        Assert.Contains(limit, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    /// <returns>Width and format of the image, as the service has seen it.</returns>
    private async Task<(int Width, UploadFormat Format)> PostAsync(string path, HttpContent body)
    {
        var seen = path switch
        {
            Batch => Assert.Single((await service.Client.PostAsync<PredictionBatch>(path, body)).Items).Prediction!.Seen,
            Explanation => (await service.Client.PostAsync<ExplainedPrediction>(path, body)).Seen,
            _ => (await service.Client.PostAsync<Prediction>(path, body)).Seen,
        };
        return (seen.Width, seen.Format);
    }

    private static StringContent Text(string text) => new StringContent(text);

    private static ByteArrayContent Part(byte[] bytes, string? type) =>
        new(bytes) { Headers = { ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type) } };
}
