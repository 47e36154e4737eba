using System.Net;
using System.Text;
using MnistApi.Http.Errors;

namespace MnistApi.Tests.Http.Errors;

/// <summary>Problems do not depend on what the client accepts.</summary>
public class AcceptedProblemTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    public static TheoryData<string> Accepted => ["image/png", "text/html", "text/event-stream", "application/xml", "*/*;q=0", "nonsense"];

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Problems_are_problem_JSON_whatever_Accept_says(string accepted)
    {
        await AssertAsync(HttpMethod.Get, "/api/v1/nothing", null, HttpStatusCode.NotFound, ProblemCode.RouteNotFound);
        await AssertAsync(HttpMethod.Put, Api.Runs, null, HttpStatusCode.MethodNotAllowed, ProblemCode.MethodNotAllowed);
        await AssertAsync(HttpMethod.Get, $"{Api.Runs}/{Guid.Empty}", null, HttpStatusCode.NotFound, ProblemCode.RunNotFound);
        await AssertAsync(HttpMethod.Get, $"{Api.Runs}/{Guid.Empty}/events", null, HttpStatusCode.NotFound, ProblemCode.RunNotFound);
        await AssertAsync(HttpMethod.Get, $"{Api.Runs}/my-run", null, HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
        await AssertAsync(HttpMethod.Get, $"{Api.Runs}?page=0", null, HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
        await AssertAsync(HttpMethod.Get, $"{Api.Runs}?page=x", null, HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
        await AssertAsync(HttpMethod.Post, Api.Runs, Json("{"), HttpStatusCode.BadRequest, ProblemCode.MalformedJson);
        await AssertAsync(
            HttpMethod.Post,
            Api.Runs,
            Json($$"""{"name":"{{new string('x', 70_000)}}"}"""),
            HttpStatusCode.RequestEntityTooLarge,
            ProblemCode.PayloadTooLarge);
        await AssertAsync(
            HttpMethod.Post,
            Api.Runs,
            new StringContent("<run/>", Encoding.UTF8, "application/xml"),
            HttpStatusCode.UnsupportedMediaType,
            ProblemCode.UnsupportedMediaType);
        await AssertAsync(
            HttpMethod.Post,
            Api.Predictions,
            new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new("image/png") } },
            HttpStatusCode.BadRequest,
            ProblemCode.UnreadableImage);

        async Task AssertAsync(HttpMethod method, string path, HttpContent? content, HttpStatusCode status, ProblemCode code)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            request.Headers.TryAddWithoutValidation("Accept", accepted);
            using var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
            await response.AssertProblemAsync(status, code);
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
