using System.Net;
using System.Text.Json;
using MnistApi.Http.Pipeline;

namespace MnistApi.Tests.Http.Pipeline;

public class ProxyTests(ProxyTests.Fixture service) : IClassFixture<ProxyTests.Fixture>
{
    /// <summary>A service behind a proxy that publishes it under a path.</summary>
    public sealed class Fixture : ServiceFixture
    {
        protected override (string Name, string Value)[] Settings() =>
            [("Proxy__PathBase", "/mnist"), ("Proxy__Trusted__0", "127.0.0.0/8"), ("Proxy__Trusted__1", "::1")];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/mnist", "/mnist")]
    [InlineData("", "/mnist")]
    [InlineData("", "/other", "X-Forwarded-Prefix", "/other")]
    public async Task Links_and_locations_lie_under_the_path_of_the_proxy(string sent, string expected, params string[] header)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = service.Client.BaseAddress };
        if (header is [var name, var value]) client.DefaultRequestHeaders.Add(name, value);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        using var root = await client.GetAsync($"{sent}/", Token);
        Assert.Equal($"{expected}/swagger", root.Headers.Location?.ToString());
        var document = JsonElement.Parse(await client.GetStringAsync($"{sent}/swagger/v1/swagger.json", Token));
        Assert.Equal(expected, document.GetProperty("servers")[0].GetProperty("url").GetString());

        using var started = await client.PostJsonAsync($"{sent}{Api.Runs}", Api.SmallRun);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.StartsWith($"{expected}{Api.Runs}/", started.Headers.Location?.ToString(), StringComparison.Ordinal);
        using var page = await client.GetAsync($"{sent}{Api.Models}/builtin/test-errors?pageSize=1", Token);
        Assert.StartsWith(
            $"<{expected}{Api.Models}/builtin/test-errors?",
            Assert.Single(page.Headers.GetValues("Link")),
            StringComparison.Ordinal);
        var error = JsonElement.Parse(await page.Content.ReadAsStringAsync(Token)).GetProperty("items")[0];
        Assert.StartsWith($"{expected}/api/v1/datasets/", error.GetProperty("imageUrl").GetString(), StringComparison.Ordinal);
        using var missing = await client.GetAsync($"{sent}{Api.Runs}/{Guid.Empty}", Token);
        Assert.Equal(
            $"{expected}{Api.Runs}/{Guid.Empty}",
            JsonElement.Parse(await missing.Content.ReadAsStringAsync(Token)).GetProperty("instance").GetString());
    }

    [Fact]
    public async Task The_page_of_the_OpenAPI_document_lies_under_the_path_of_the_proxy()
    {
        using var client = new HttpClient { BaseAddress = service.Client.BaseAddress };
        using var response = await client.GetAsync("/mnist", Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("/mnist/swagger/index.html", response.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_path_with_only_the_same_beginning_is_another_path()
    {
        using var client = new HttpClient { BaseAddress = service.Client.BaseAddress };
        using var response = await client.GetAsync("/mnistral/api/v1/recipes", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Forwarded_headers_from_an_untrusted_sender_change_nothing()
    {
        await using var alone = await ServiceProcess.StartAsync(null, ("Proxy__Trusted__0", "192.0.2.1"));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = alone.Client.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Forwarded-Prefix", "/evil");
        using var root = await client.GetAsync("/", Token);

        Assert.Equal("/swagger", root.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("Proxy__PathBase", "mnist")]
    [InlineData("Proxy__PathBase", "/")]
    [InlineData("Proxy__PathBase", "/api")]
    [InlineData("Proxy__PathBase", "/Health/mnist")]
    [InlineData("Proxy__PathBase", "/mnist/")]
    [InlineData("Proxy__PathBase", "/a//b")]
    [InlineData("Proxy__PathBase", "/a?b")]
    [InlineData("Proxy__Trusted__0", "proxy.example")]
    [InlineData("Proxy__Trusted__0", "10.0.0.0/33")]
    public async Task An_invalid_setting_stops_the_start(string name, string value)
    {
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(null, (name, value));

        Assert.Equal(1, exitCode);
        Assert.Contains($"It is '{value}'.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void By_default_no_proxy_is_trusted_and_no_path_is_set()
    {
        var options = new ProxyOptions();

        Assert.Null(options.PathBase);
        Assert.Empty(options.Trusted);
        Assert.Empty(options.ToForwardedHeaders().KnownProxies);
        Assert.Empty(options.ToForwardedHeaders().KnownIPNetworks);
    }
}
