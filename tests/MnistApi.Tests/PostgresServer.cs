using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MnistApi.Tests;

/// <summary>A PostgreSQL server for one test, which may stop and kill it. <c>eng/postgres</c> starts it.</summary>
internal sealed partial class PostgresServer : IAsyncDisposable
{
    private const string Variable = "TEST_POSTGRES";

    private readonly TestDirectory _directory = new();

    /// <summary>
    /// The server for tests that do not harm it. If the environment variable <c>TEST_POSTGRES</c> does not name one, the calling test is
    /// skipped.
    /// </summary>
    public static string SharedConnectionString
    {
        get
        {
            var connectionString = Environment.GetEnvironmentVariable(Variable);
            Assert.SkipUnless(
                !string.IsNullOrEmpty(connectionString),
                $"{Variable} names no PostgreSQL. Start one: eval \"$(eng/postgres start DIRECTORY)\".");
            return connectionString!;
        }
    }

    public string ConnectionString { get; private set; } = "";

    public static async Task<PostgresServer> StartAsync()
    {
        _ = SharedConnectionString; // Skips the test on machines without PostgreSQL.
        var server = new PostgresServer();
        server.ConnectionString = Printed().Match(await server.RunAsync("start")).Groups[1].Value;
        return server;
    }

    /// <summary>Restarts the server in order.</summary>
    public Task RestartAsync() => RunAsync("restart");

    /// <summary>Kills all processes of the server with kill -9.</summary>
    public Task KillAsync() => RunAsync("kill");

    public Task UpAsync() => RunAsync("up");

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        _directory.Dispose();
    }

    private async Task<string> RunAsync(string command)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Repository.PathOf("eng/postgres"), [command, _directory.Path])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        // The started server may hold the error stream open, so the stream is not read to its end.
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
        Assert.True(
            process.ExitCode == 0,
            $"eng/postgres {command} failed: {(process.ExitCode == 0 ? "" : await process.StandardError.ReadToEndAsync())}");
        return await output.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [GeneratedRegex("TEST_POSTGRES='([^']+)'")]
    private static partial Regex Printed();
}
