using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.Tests.ManyProcesses;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Http.Errors;

/// <summary>What the service does while its database refuses work, and afterwards.</summary>
public class DatabaseFailureTests
{
    // Offsets in a SQLite file (https://www.sqlite.org/fileformat2.html). A write version above 2 makes the file read-only.
    private const int WriteVersionOffset = 18;
    private const int ChangeCounterOffset = 24;

    [Fact]
    public async Task While_a_SQLite_database_is_locked_requests_and_readiness_say_so_and_then_the_run_continues()
    {
        using var data = new TestDirectory();
        var file = TestDatabase.FileIn(data.Path);
        await using var service = await ServiceProcess.StartAsync(data.Path, ("Training__LeaseSeconds", "5"));
        var run = await service.Client.StartRunAsync(TrainedTogether.Run);
        await service.Client.WaitForRunAsync(run.Id, now => now.Progress.Epoch > 1, "trains");

        await using (var other = await SqliteFile.OpenAsync(file))
        {
            await other.ExecuteAsync("BEGIN IMMEDIATE");
            await AssertNotReadyAsync(service, "locked");
            await AssertRefusedAsync(service, ProblemCode.DatabaseBusy, retryAfterSeconds: 2);
            await other.ExecuteAsync("ROLLBACK");
        }

        await AssertRecoversAsync(service);
        Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync(run.Id)).State);
    }

    [Fact]
    public async Task While_a_SQLite_database_is_read_only_requests_and_readiness_say_so_and_then_runs_are_accepted_again()
    {
        using var data = new TestDirectory();
        var file = TestDatabase.FileIn(data.Path);
        await using var service = await ServiceProcess.StartAsync(data.Path);
        SetWriteVersion(file, 3);

        await AssertNotReadyAsync(service, "read-only");
        await AssertRefusedAsync(service, ProblemCode.DatabaseReadOnly, retryAfterSeconds: 15);
        Assert.NotEmpty((await service.Client.GetAsync<PageOf<MnistApi.ModelRegistry.Contracts.Model>>(Api.Models)).Items);
        SetWriteVersion(file, 1);

        await AssertRecoversAsync(service);
    }

    [Fact]
    public async Task While_PostgreSQL_is_read_only_requests_and_readiness_say_so_and_then_the_run_continues()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var service = await database.StartAsync("all");
        var run = await service.Client.StartRunAsync(TrainedTogether.Run);
        await service.Client.WaitForRunAsync(run.Id, now => now.Progress.Epoch > 1, "trains");

        await SetReadOnlyAsync(database, "on");
        await AssertNotReadyAsync(service, "read-only");
        await AssertRefusedAsync(service, ProblemCode.DatabaseReadOnly, retryAfterSeconds: 15);
        await SetReadOnlyAsync(database, "off");

        await AssertRecoversAsync(service);
        Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync(run.Id)).State);
    }

    [Fact]
    public async Task The_service_ends_sessions_that_began_while_PostgreSQL_was_read_only()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var service = await database.StartAsync("all");
        await SetReadOnlyAsync(database, "on");
        await AssertNotReadyAsync(service, "read-only");

        await database.ExecuteAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = off");

        await AssertRecoversAsync(service);
    }

    [Fact]
    public async Task Without_its_PostgreSQL_database_the_service_says_that_the_server_rejects_it()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var service = await database.StartAsync("api");
        await database.DisposeAsync();

        await AssertNotReadyAsync(service, "rejects");
        await AssertRefusedAsync(service, ProblemCode.DatabaseUnavailable, retryAfterSeconds: 15);
    }

    [Theory]
    [InlineData("LATIN1")]
    [InlineData("SQL_ASCII")]
    public async Task A_PostgreSQL_database_with_another_encoding_stops_the_start(string encoding)
    {
        await using var database = await PostgresDatabase.CreateAsync(options: $"TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'");
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(null, database.Settings("all"));

        Assert.Equal(1, exitCode);
        Assert.Contains($"has the encoding {encoding}, but the service needs UTF8", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Waits, because the service notices one after another that PostgreSQL has ended its sessions. Until then a request may say that the
    /// database does not answer.
    /// </summary>
    private static Task AssertNotReadyAsync(ServiceProcess service, string expected) => Eventually.TrueAsync(async () =>
    {
        using var ready = await service.Client.GetAsync("/health/ready");
        var problem = await ready.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.NotReady);
        return ((string)problem["detail"]!).Contains(expected, StringComparison.Ordinal);
    }, $"readiness says {expected}");

    private static Task AssertRefusedAsync(ServiceProcess service, ProblemCode expected, int retryAfterSeconds)
    {
        return Eventually.TrueAsync(IsRefusedAsync, $"a run is refused with {expected}");

        async Task<bool> IsRefusedAsync()
        {
            using var refused = await service.Client.PostJsonAsync(Api.Runs, Api.SmallRun);
            var text = await refused.Content.ReadAsStringAsync();
            if (!text.Contains($"\"{Problems.NameOf(expected)}\"", StringComparison.Ordinal)) return false;
            await refused.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, expected);
            return refused.Headers.RetryAfter!.Delta == TimeSpan.FromSeconds(retryAfterSeconds);
        }
    }

    private static async Task AssertRecoversAsync(ServiceProcess service)
    {
        await Eventually.TrueAsync(
            async () => (await service.Client.GetAsync("/health/ready")).IsSuccessStatusCode,
            "the service is ready again");
        HttpResponseMessage? accepted = null;
        await Eventually.TrueAsync(
            async () => (accepted = await service.Client.PostJsonAsync(Api.Runs, Api.SmallRun)).IsSuccessStatusCode,
            "runs are accepted again");
        var run = await accepted!.ReadAsync<TrainingRun>();
        Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync(run.Id, TimeSpan.FromMinutes(2))).State);
    }

    /// <summary>Makes new sessions read-only or not, and ends the existing ones.</summary>
    private static async Task SetReadOnlyAsync(PostgresDatabase database, string value)
    {
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = {value}");
        await database.ExecuteAsync(
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.Name}' AND pid <> pg_backend_pid()");
    }

    /// <summary>Sets the version and the change counter, so that every connection reads the first page again.</summary>
    private static void SetWriteVersion(string file, byte version)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.Position = WriteVersionOffset;
        stream.WriteByte(version);
        stream.Position = ChangeCounterOffset;
        stream.WriteByte(version);
    }
}
