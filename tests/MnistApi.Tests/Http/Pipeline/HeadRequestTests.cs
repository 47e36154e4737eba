using System.Net;
using MnistApi.ModelRegistry.Contracts;

namespace MnistApi.Tests.Http.Pipeline;

public class HeadRequestTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Every_route_that_answers_GET_answers_HEAD_with_the_same_headers_and_no_body()
    {
        var builtin = await service.Client.GetAsync<Model>($"{Api.Models}/builtin");
        var runPath = $"{Api.Runs}/{builtin.Id}";
        string[] paths =
        [
            "/health/live",
            "/health/ready",
            "/swagger/index.html",
            "/swagger/v1/swagger.json",
            "/hangfire",
            "/api/v1/recipes",
            "/api/v1/datasets",
            "/api/v1/datasets/mnist",
            "/api/v1/datasets/synthetic/test/1.png",
            Api.Runs,
            runPath,
            $"{runPath}/metrics",
            $"{runPath}/curves.svg",
            $"{runPath}/checkpoints",
            Api.Sweeps,
            Api.Models,
            $"{Api.Models}/builtin",
            $"{Api.Models}/builtin/weights",
            $"{Api.Models}/builtin/evaluation",
            $"{Api.Models}/compare?a=builtin&b=champion",
            $"{Api.Models}/builtin/test-errors",
            Api.Aliases,
            $"{Api.Aliases}/champion",
            $"{Api.Aliases}/champion/history",
            $"{Api.Runs}/{Guid.Empty}",
            $"{Api.Runs}/{Guid.Empty}/events",
            "/api/v1/nothing",
            $"{Api.Models}/compare",
        ];

        foreach (var path in paths)
        {
            using var get = await service.Client.GetAsync(
                path,
                HttpCompletionOption.ResponseHeadersRead,
                TestContext.Current.CancellationToken);
            using var head = await HeadAsync(path);
            Assert.True(get.StatusCode == head.StatusCode, $"{path}: GET {get.StatusCode}, HEAD {head.StatusCode}");
            Assert.Equal(Headers(get), Headers(head));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task HEAD_of_a_file_gives_its_length()
    {
        using var get = await service.Client.GetAsync($"{Api.Models}/builtin/weights", TestContext.Current.CancellationToken);
        using var head = await HeadAsync($"{Api.Models}/builtin/weights");

        Assert.NotNull(head.Content.Headers.ContentLength);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task HEAD_of_a_run_s_events_ends_while_the_run_continues()
    {
        var run = await service.Client.StartRunAsync(Api.LongRun);
        using var head = await HeadAsync($"{Api.Runs}/{run.Id}/events")
            .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("text/event-stream", head.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", head.Headers.CacheControl?.ToString());
        await service.Client.PostAsync($"{Api.Runs}/{run.Id}/cancel", null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task HEAD_without_GET_is_refused_and_Allow_names_HEAD_only_with_GET()
    {
        using var head = await HeadAsync(Api.Predictions);
        using var put = await service.Client.PutAsync(Api.Runs, null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, head.StatusCode);
        Assert.Equal(["POST"], head.Content.Headers.Allow);
        Assert.Equal(["GET", "HEAD", "POST"], put.Content.Headers.Allow.Order());
    }

    private Task<HttpResponseMessage> HeadAsync(string path) =>
        service.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), TestContext.Current.CancellationToken);

    /// <summary>All headers except the date and those that frame the body of GET.</summary>
    private static string[] Headers(HttpResponseMessage response) =>
        [
            .. response.Headers
                .Concat(response.Content.Headers)
                .Where(header => header.Key is not ("Date" or "Transfer-Encoding" or "Content-Length"))
                .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
                .Order(),
        ];
}
