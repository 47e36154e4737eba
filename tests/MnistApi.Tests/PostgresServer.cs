using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MnistApi.Tests;

/// <summary>A PostgreSQL server of a test's own, which it may stop and kill. Started by <c>eng/postgres</c>.</summary>
internal sealed partial class PostgresServer : IAsyncDisposable
{
    private const string Variable = "TEST_POSTGRES";

    private readonly TestDirectory _directory = new();

    /// <summary>
    /// The server of those tests that do it no harm. Where the environment variable <c>TEST_POSTGRES</c> does not name one, the test that
    /// asks is skipped.
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
        _ = SharedConnectionString; // Who has none has no PostgreSQL.
        var server = new PostgresServer();
        server.ConnectionString = Printed().Match(await server.RunAsync("start")).Groups[1].Value;
        return server;
    }

    /// <summary>An orderly restart.</summary>
    public Task RestartAsync() => RunAsync("restart");

    /// <summary>kill -9 of all its processes.</summary>
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
        // The server that it leaves behind may hold the error stream open, so that is not read to its end.
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
