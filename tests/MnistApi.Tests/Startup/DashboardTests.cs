using System.Net;
using MnistApi.Http.Errors;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Startup;

public class DashboardTests(DashboardTests.Fixture service) : IClassFixture<DashboardTests.Fixture>
{
    /// <summary>Trusts a proxy on its own machine, so the framework removes that proxy's headers.</summary>
    public sealed class Fixture : ServiceFixture
    {
        protected override (string Name, string Value)[] Settings() => [("Proxy__Trusted__0", "127.0.0.1"), ("Proxy__Trusted__1", "::1")];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_local_request_gets_the_Hangfire_dashboard()
    {
        using var local = await service.Client.GetAsync("/hangfire", Token);

        Assert.Equal(HttpStatusCode.OK, local.StatusCode);
        Assert.Contains("Hangfire", await local.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Host", "mnist.example")]
    public async Task A_request_through_a_proxy_does_not_get_the_dashboard(string header, string value)
    {
        (HttpMethod Method, string Path)[] requests =
        [
            (HttpMethod.Get, "/hangfire"),
            (HttpMethod.Get, "/hangfire/jobs/processing"),
            (HttpMethod.Post, "/hangfire/jobs/processing/delete"),
            (HttpMethod.Post, "/hangfire/stats"),
        ];
        foreach (var (method, path) in requests)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await service.Client.SendAsync(request, Token);
            await response.AssertProblemAsync(HttpStatusCode.Unauthorized, ProblemCode.Unauthorized);
        }
    }

    [Fact]
    public async Task An_HTTP_1_0_request_which_some_proxies_send_does_not_get_the_dashboard()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hangfire")
        {
            Version = HttpVersion.Version10,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await service.Client.SendAsync(request, Token);

        await response.AssertProblemAsync(HttpStatusCode.Unauthorized, ProblemCode.Unauthorized);
    }

    [Fact]
    public async Task The_buttons_of_the_dashboard_change_nothing()
    {
        var run = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(run.Id, current => current.State == RunState.Running, "runs");
        string[] paths =
        [
            "jobs/processing/delete",
            "jobs/processing/requeue",
            "jobs/enqueued/delete",
            "jobs/actions/delete/1",
            "jobs/actions/requeue/1",
            "recurring/remove",
            "recurring/trigger",
        ];
        foreach (var path in paths)
        {
            using var form = new FormUrlEncodedContent(Enumerable.Range(0, 20).Select(id => KeyValuePair.Create("jobs[]", $"{id}")));
            using var response = await service.Client.PostAsync($"/hangfire/{path}", form, Token);
            await response.AssertProblemAsync(HttpStatusCode.Unauthorized, ProblemCode.Unauthorized);
        }

        Assert.Equal(RunState.Running, (await service.Client.GetRunAsync(run.Id)).State);
        await service.Client.PostAsync($"{Api.Runs}/{run.Id}/cancel", null, Token);
    }

    [Fact]
    public async Task The_root_leads_to_Swagger()
    {
        var page = await service.Client.GetStringAsync("/", Token);

        Assert.Contains("swagger", page, StringComparison.OrdinalIgnoreCase);
    }
}
