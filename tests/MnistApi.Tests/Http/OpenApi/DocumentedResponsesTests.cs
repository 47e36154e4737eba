using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit.Sdk;

namespace MnistApi.Tests.Http.OpenApi;

/// <summary>Tests the check itself with made-up responses.</summary>
public class DocumentedResponsesTests
{
    private const string Dataset =
        """{"name":"mnist","state":"searching","source":null,"sha256":null,"splits":[],"download":null,"error":null}""";
    private const string NotFound =
        """{"type":"t","title":"t","status":404,"detail":"d","instance":"/","code":"datasetNotFound","traceId":"1"}""";

    [Theory]
    [InlineData("GET", "/api/v1/datasets/mnist", 200, "application/json", Dataset)]
    [InlineData("GET", "/api/v1/datasets/fashion/", 404, "application/problem+json", NotFound)]
    [InlineData("GET", "/api/v1/datasets/mnist/test/0.png", 200, "image/png", "")]
    [InlineData("GET", "/api/v1/datasets/mnist/test/0.png", 304, null, "")]
    [InlineData("GET", "/api/v1/nowhere", 404, "application/problem+json", "{}")]
    [InlineData("PATCH", "/api/v1/datasets", 405, "application/problem+json", "{}")]
    [InlineData("GET", "/swagger", 200, "text/html", "")]
    public async Task A_documented_response_passes(string method, string path, int status, string? type, string body)
    {
        using var response = await SendAsync(method, path, status, type, body);

        Assert.Equal(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/api/v1/datasets/mnist", 202, "application/json", Dataset, "has no such status there")]
    [InlineData("/api/v1/datasets/mnist", 200, "text/plain", "mnist", "with text/plain")]
    [InlineData("/api/v1/datasets/mnist", 200, null, "", "no content type")]
    [InlineData("/api/v1/datasets/mnist/test/0.png", 304, "image/png", "", "without a body")]
    [InlineData("/api/v1/nowhere", 200, "application/json", "{}", "has no such operation")]
    [InlineData("/api/v1/datasets/mnist", 200, "application/json", "{}", "$.name is missing")]
    [InlineData("/api/v1/datasets", 200, "application/json", Dataset, "$ is Object, not array")]
    public async Task An_undocumented_response_fails(string path, int status, string? type, string body, string complaint) =>
        Assert.Contains(
            complaint,
            (await Assert.ThrowsAnyAsync<XunitException>(() => SendAsync("GET", path, status, type, body))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("\"searching\"", "\"asleep\"", "$.state is asleep, which is not among its words")]
    [InlineData("\"mnist\"", "null", "$.name is null")]
    [InlineData(
        "\"splits\":[]",
        "\"splits\":[{\"split\":\"test\",\"count\":1.5,\"labelCounts\":[]}]",
        "$.splits[0].count is Number, not integer")]
    [InlineData("}", ",\"secret\":1}", "$.secret is not described")]
    public async Task A_body_with_another_shape_fails(string part, string other, string complaint)
    {
        var body = Dataset.Replace(part, other, StringComparison.Ordinal);
        var exception = await Assert.ThrowsAnyAsync<XunitException>(() =>
            SendAsync("GET", "/api/v1/datasets/mnist", 200, "application/json", body));

        Assert.Contains(complaint, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_with_a_code_that_the_operation_does_not_have_fails()
    {
        var other = NotFound.Replace("datasetNotFound", "runNotFound", StringComparison.Ordinal);
        var exception = await Assert.ThrowsAnyAsync<XunitException>(() =>
            SendAsync("GET", "/api/v1/datasets/fashion", 404, "application/problem+json", other));

        Assert.Contains("with the code runNotFound", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(string method, string path, int status, string? type, string body)
    {
        using var client = new HttpClient(new DocumentedResponses(new Answer(status, type, body)))
        {
            BaseAddress = new Uri("http://localhost"),
        };
        return await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), TestContext.Current.CancellationToken);
    }

    private sealed class Answer(int status, string? type, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (type is not null) content.Headers.ContentType = new MediaTypeHeaderValue(type);
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = content });
        }
    }
}
