using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MnistApi.Http.Errors;
using MnistApi.Imaging;
using MnistApi.Predictions.Contracts;
using MnistApi.Tests.Predictions;

namespace MnistApi.Tests.Http.Pipeline;

public class RequestBodiesTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>A JSON body for each route that accepts one, with the status of the response.</summary>
    private static readonly (HttpMethod Method, string Path, string Json, HttpStatusCode Status)[] Routes =
    [
        (HttpMethod.Post, Api.Predictions, Pixels(), HttpStatusCode.OK),
        (HttpMethod.Post, $"{Api.Predictions}/batch", $$"""{"images":[{{Pixels()}}]}""", HttpStatusCode.OK),
        (HttpMethod.Post, $"{Api.Predictions}/explanation", Pixels(), HttpStatusCode.OK),
        (HttpMethod.Post, Api.Runs, """{"recipe":"nothing"}""", HttpStatusCode.BadRequest),
        (HttpMethod.Post, Api.Sweeps, """{"recipe":"nothing"}""", HttpStatusCode.BadRequest),
        (HttpMethod.Put, $"{Api.Aliases}/other", """{"modelId":"nothing"}""", HttpStatusCode.NotFound),
    ];

    public static TheoryData<string, string, bool> Spellings => [.. Routes.SelectMany(route => new (string, string, bool)[]
    {
        (route.Path, "application/json", true),
        (route.Path, "application/json; charset=utf-8", true),
        (route.Path, "application/json; charset=\"utf-8\"", false),
        (route.Path, "application/json; charset=UTF-8", false),
        (route.Path, "application/json; charset=utf8", false),
        (route.Path, "application/json;charset=\"UTF8\"", true),
        (route.Path, "Application/JSON; charset=utf_8", false),
    })];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task The_service_reads_UTF_8_JSON_however_clients_mark_it(string path, string contentType, bool marked)
    {
        var route = Routes.Single(route => route.Path == path);
        using var response = await SendAsync(route.Method, path, route.Json, contentType, marked);

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == route.Status, $"{response.StatusCode}: {text}");
        Assert.DoesNotContain("malformedJson", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_does_not_change_the_answer()
    {
        using var with = await SendAsync(HttpMethod.Post, Api.Predictions, Pixels(), "application/json", marked: true);
        using var without = await SendAsync(HttpMethod.Post, Api.Predictions, Pixels(), "application/json", marked: false);

        Assert.Equal((await without.ReadAsync<Prediction>()).Probabilities, (await with.ReadAsync<Prediction>()).Probabilities);
    }

    public static TheoryData<string, string> Codings =>
        [.. Routes.SelectMany(route => new[] { (route.Path, "gzip"), (route.Path, "identity, br") })];

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task A_compressed_body_is_refused_and_the_problem_names_the_coding(string path, string coding)
    {
        var route = Routes.Single(route => route.Path == path);
        using var response = await SendAsync(route.Method, path, route.Json, "application/json", marked: false, coding);

        var problem = await response.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType, ProblemCode.UnsupportedMediaType);
        Assert.Contains($"'{coding.Split(' ')[^1]}'", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal(["identity"], response.Headers.GetValues("Accept-Encoding"));
    }

    [Fact]
    public async Task A_compressed_image_is_refused()
    {
        var body = UploadRequests.Raw(UploadRequests.Drawing(ImageFormat.Png));
        body.Headers.ContentEncoding.Add("deflate");
        using var response = await service.Client.PostPredictionAsync(body);

        await response.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType, ProblemCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("Identity")]
    public async Task The_coding_identity_changes_nothing(string coding)
    {
        using var response = await SendAsync(HttpMethod.Post, Api.Predictions, Pixels(), "application/json", marked: false, coding);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string json,
        string contentType,
        bool marked,
        string? coding = null)
    {
        var content = new ByteArrayContent([.. marked ? ByteOrderMark : [], .. Encoding.UTF8.GetBytes(json)])
        {
            Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) },
        };
        if (coding is not null) content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Pixels() => $$"""{"pixels":[{{string.Join(",", UploadRequests.One)}}]}""";
}
