using System.Net;
using Microsoft.Data.Sqlite;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.Storage;
using MnistApi.Tests.ManyProcesses;
using MnistApi.TrainingRuns.Contracts;
using Npgsql;

namespace MnistApi.Tests.Http.Errors;

/// <summary>The database is there, but cannot do what it is asked; later it can again.</summary>
public class DatabaseFailureTests
{
    // In a SQLite file (https://www.sqlite.org/fileformat2.html): one whose write version is above 2 is read-only.
    private const int WriteVersionOffset = 18;
    private const int ChangeCounterOffset = 24;

    [Fact]
    public async Task While_a_SQLite_database_is_locked_requests_and_readiness_say_so_and_afterwards_the_run_goes_on()
    {
        using var data = new TestDirectory();
        var file = TestDatabase.FileIn(data.Path);
        await using var service = await ServiceProcess.StartAsync(data.Path, ("Training__LeaseSeconds", "5"));
        var run = await service.Client.StartRunAsync(TrainedTogether.Run);
        await service.Client.WaitForRunAsync(run.Id, now => now.Progress.Epoch > 1, "trains");

        await using (var other = await OpenAsync(file))
        {
            await ExecuteAsync(other, "BEGIN IMMEDIATE");
            await AssertNotReadyAsync(service, "locked");
            await AssertRefusedAsync(service, ProblemCode.DatabaseBusy, retryAfterSeconds: 2);
            await ExecuteAsync(other, "ROLLBACK");
        }

        await AssertRecoversAsync(service);
        Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync(run.Id)).State);
    }

    [Fact]
    public async Task While_a_SQLite_database_is_read_only_requests_and_readiness_say_so_and_afterwards_runs_are_accepted()
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
    public async Task While_PostgreSQL_is_read_only_requests_and_readiness_say_so_and_afterwards_the_run_goes_on()
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
    public async Task Sessions_that_began_while_PostgreSQL_was_read_only_end_by_themselves()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var service = await database.StartAsync("all");
        await SetReadOnlyAsync(database, "on");
        await AssertNotReadyAsync(service, "read-only");

        await database.ExecuteAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = off");

        await AssertRecoversAsync(service);
    }

    [Fact]
    public async Task Without_its_PostgreSQL_database_the_service_says_that_it_is_refused()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var service = await database.StartAsync("api");
        await database.DisposeAsync();

        await AssertNotReadyAsync(service, "refuses");
        await AssertRefusedAsync(service, ProblemCode.DatabaseUnavailable, retryAfterSeconds: 15);
    }

    [Theory]
    [InlineData("LATIN1")]
    [InlineData("SQL_ASCII")]
    public async Task A_PostgreSQL_database_of_another_encoding_stops_the_start(string encoding)
    {
        await using var database = await PostgresDatabase.CreateAsync(options: $"TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'");
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(null, database.Settings("all"));

        Assert.Equal(1, exitCode);
        Assert.Contains($"has the encoding {encoding}, but the service needs UTF8", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_SQLite_throws_is_told_apart()
    {
        using var data = new TestDirectory();
        var file = Path.Combine(data.Path, "a.db");
        await using var connection = await OpenAsync(file);
        await ExecuteAsync(connection, "CREATE TABLE t (x)");

        await ExecuteAsync(connection, "PRAGMA max_page_count = 2");
        Assert.Equal(DatabaseFailure.Full, await FailureOfAsync(connection, "INSERT INTO t VALUES (zeroblob(100000))"));
        await ExecuteAsync(connection, "PRAGMA query_only = 1");
        Assert.Equal(DatabaseFailure.ReadOnly, await FailureOfAsync(connection, "INSERT INTO t VALUES (1)"));
        Assert.Null(await FailureOfAsync(connection, "SELECT * FROM nothing"));

        await File.WriteAllTextAsync($"{file}-text", new string('x', 10_000), TestContext.Current.CancellationToken);
        await using var text = await OpenAsync($"{file}-text");
        Assert.Equal(DatabaseFailure.Faulty, await FailureOfAsync(text, "SELECT * FROM t"));
        await using var missing = new SqliteConnection($"Data Source={data.Path}/nothing/a.db");
        Assert.Equal(DatabaseFailure.Unavailable, (await Assert.ThrowsAsync<SqliteException>(() => missing.OpenAsync(TestContext.Current.CancellationToken))).FindDatabaseFailure());
    }

    [Theory]
    [InlineData("25006", "ReadOnly")]
    [InlineData("53100", "Full")]
    [InlineData("53300", "Unavailable")]
    [InlineData("57P01", "Unavailable")]
    [InlineData("57P03", "Unavailable")]
    [InlineData("25P03", "Unavailable")]
    [InlineData("08006", "Unavailable")]
    [InlineData("55P03", "Busy")]
    [InlineData("40P01", "Busy")]
    [InlineData("58030", "Faulty")]
    [InlineData("XX001", "Faulty")]
    [InlineData("XX002", "Faulty")]
    [InlineData("22P05", "Encoding")]
    [InlineData("22021", "Encoding")]
    [InlineData("28P01", "Refused")]
    [InlineData("3D000", "Refused")]
    [InlineData("42501", "Refused")]
    [InlineData("XX000", null)]
    [InlineData("23505", null)]
    [InlineData("42601", null)]
    public void What_PostgreSQL_throws_is_told_apart(string state, string? expected)
    {
        var exception = new InvalidOperationException("EF Core wraps it.", new PostgresException("m", "ERROR", "ERROR", state));

        Assert.Equal(expected, exception.FindDatabaseFailure()?.ToString());
    }

    [Fact]
    public void A_request_that_was_given_up_is_no_trouble_of_the_database() =>
        Assert.Null(new OperationCanceledException("m", new PostgresException("m", "ERROR", "ERROR", PostgresErrorCodes.QueryCanceled)).FindDatabaseFailure());

    /// <summary>Sessions that PostgreSQL ended are found out one after another, so at first a request may say that it does not answer.</summary>
    private static Task AssertNotReadyAsync(ServiceProcess service, string expected) => Eventually.TrueAsync(async () =>
    {
        using var ready = await service.Client.GetAsync("/health/ready");
        return ((string)(await ready.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.NotReady))["detail"]!).Contains(expected, StringComparison.Ordinal);
    }, $"readiness says {expected}");

    private static Task AssertRefusedAsync(ServiceProcess service, ProblemCode expected, int retryAfterSeconds) => Eventually.TrueAsync(async () =>
    {
        using var refused = await service.Client.PostJsonAsync(Api.Runs, Api.SmallRun);
        var isSo = (await refused.Content.ReadAsStringAsync()).Contains($"\"{Problems.NameOf(expected)}\"", StringComparison.Ordinal);
        if (!isSo) return false;
        await refused.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, expected);
        return refused.Headers.RetryAfter!.Delta == TimeSpan.FromSeconds(retryAfterSeconds);
    }, $"a run is refused with {expected}");

    private static async Task AssertRecoversAsync(ServiceProcess service)
    {
        await Eventually.TrueAsync(async () => (await service.Client.GetAsync("/health/ready")).IsSuccessStatusCode, "the service is ready again");
        HttpResponseMessage? accepted = null;
        await Eventually.TrueAsync(async () => (accepted = await service.Client.PostJsonAsync(Api.Runs, Api.SmallRun)).IsSuccessStatusCode, "runs are accepted again");
        Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync((await accepted!.ReadAsync<TrainingRun>()).Id, TimeSpan.FromMinutes(2))).State);
    }

    /// <summary>New sessions are read-only or not; those there were are ended.</summary>
    private static async Task SetReadOnlyAsync(PostgresDatabase database, string value)
    {
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = {value}");
        await database.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.Name}' AND pid <> pg_backend_pid()");
    }

    /// <summary>Also changes the counter of changes, so that everybody reads the first page again.</summary>
    private static void SetWriteVersion(string file, byte version)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.Position = WriteVersionOffset;
        stream.WriteByte(version);
        stream.Position = ChangeCounterOffset;
        stream.WriteByte(version);
    }

    private static async Task<SqliteConnection> OpenAsync(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<DatabaseFailure?> FailureOfAsync(SqliteConnection connection, string sql) =>
        (await Assert.ThrowsAsync<SqliteException>(() => ExecuteAsync(connection, sql))).FindDatabaseFailure();
}
