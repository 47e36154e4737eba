using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using MnistApi.Startup;

namespace MnistApi.Tests.Startup;

/// <summary><c>MnistApi.dll --health</c>, the health check of containers.</summary>
public class HealthProbeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_ready_service_is_healthy_and_one_without_an_answering_database_is_not()
    {
        using var data = new TestDirectory();
        await using var service = await ServiceProcess.StartAsync(data.Path);
        var port = service.Client.BaseAddress!.Port;

        Assert.Equal(0, (await ProbeAsync(("ASPNETCORE_URLS", $"http://0.0.0.0:{port}"))).ExitCode);
        Assert.Equal(0, (await ProbeAsync(("ASPNETCORE_HTTP_PORTS", $"{port}"), ("HTTP_PROXY", "http://127.0.0.1:1"))).ExitCode);

        await using (var db = TestDatabase.Open(data.Path))
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE model_aliases RENAME TO lost", TestContext.Current.CancellationToken);
        var (exitCode, output) = await ProbeAsync(("ASPNETCORE_URLS", $"http://*:{port}"));

        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"MnistApi is not ready at http://localhost:{port}/health/ready: The database does not answer. The log says more.",
            output);
    }

    [Fact]
    public async Task Without_an_answer_the_probe_reports_unhealthy()
    {
        var port = FreePort();
        var (exitCode, output) = await ProbeAsync(("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"));

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"MnistApi does not answer at http://127.0.0.1:{port}/health/ready: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', output);
    }

    [Fact]
    public async Task The_probe_needs_nothing_that_the_service_needs_to_start()
    {
        var (exitCode, output) = await ProbeAsync(
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{FreePort()}"),
            ("DataDirectory", "/proc/nothing"),
            ("Training__ConcurrentRuns", "0"));

        Assert.Equal(1, exitCode);
        Assert.StartsWith("MnistApi does not answer", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:5080/health/ready")]
    [InlineData("http://127.0.0.1:81/health/ready", "urls", "http://127.0.0.1:81")]
    [InlineData("http://[::1]:81/health/ready", "urls", "http://[::1]:81/")]
    [InlineData("http://localhost:81/health/ready", "urls", "http://*:81")]
    [InlineData("http://localhost:81/health/ready", "urls", "http://+:81")]
    [InlineData("http://localhost:81/health/ready", "urls", "http://0.0.0.0:81")]
    [InlineData("http://localhost:81/health/ready", "urls", "http://[::]:81")]
    [InlineData("http://localhost:81/health/ready", "urls", "http://digits.example:81")]
    [InlineData("http://localhost:80/health/ready", "urls", "http://*")]
    [InlineData("http://localhost:81/base/health/ready", "urls", "http://*:81/base")]
    [InlineData("http://localhost:81/health/ready", "urls", "https://*:444;http://*:81")]
    [InlineData("https://localhost:444/health/ready", "urls", "https://*:444")]
    [InlineData("http://localhost:82/health/ready", "http_ports", "82;83")]
    [InlineData("https://localhost:445/health/ready", "https_ports", "445")]
    [InlineData("http://localhost:81/health/ready", "urls", "http://*:81", "http_ports", "82")]
    [InlineData("http://localhost:84/health/ready", "Kestrel:Endpoints:Main:Url", "http://*:84", "urls", "http://*:81")]
    public void The_probe_asks_the_address_of_the_service_as_seen_from_its_machine(string expected, params string[] settings)
    {
        Assert.True(HealthProbe.TryFindAddress(Configuration(settings), out var address, out var fault), fault);
        Assert.Equal(new Uri(expected), address);
    }

    [Theory]
    [InlineData("http://*:0", "http://*:0 has no fixed port")]
    [InlineData("http://*:99999", "http://*:99999 has no fixed port")]
    [InlineData("http://unix:/run/mnistapi.sock", "http://unix:/run/mnistapi.sock is not a network address")]
    [InlineData("mnist", "mnist")]
    public void The_probe_names_an_address_that_it_cannot_ask(string urls, string expected)
    {
        Assert.False(HealthProbe.TryFindAddress(Configuration("urls", urls), out _, out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(params string[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
            .Build();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <returns>The exit code and the output.</returns>
    private static async Task<(int ExitCode, string Output)> ProbeAsync(params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.ServiceAssembly, HealthProbe.Argument])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        return (process.ExitCode, (await output + errors).Trim());
    }
}
