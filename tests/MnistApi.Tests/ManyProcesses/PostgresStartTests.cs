using System.Net;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.ManyProcesses;

/// <summary>Starts on a PostgreSQL database: the migration, several processes at once, and settings that stop the start.</summary>
public class PostgresStartTests
{
    [Fact]
    public async Task Processes_that_start_at_once_on_an_empty_database_all_come_up_with_one_schema()
    {
        await using var database = await PostgresDatabase.CreateAsync();

        var services = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => database.StartAsync(number % 2 == 0 ? "api" : "worker")));

        foreach (var service in services)
        {
            await using (service)
            {
                using var ready = await service.Client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
                Assert.True(ready.StatusCode == HttpStatusCode.OK, service.Output);
                Assert.DoesNotContain("fail:", service.Output, StringComparison.Ordinal);
            }
        }

        Assert.Equal(1L, await database.QueryAsync<long>("SELECT COUNT(*) FROM models"));
        Assert.Equal(2L, await database.QueryAsync<long>("SELECT COUNT(*) FROM model_alias_changes"));
    }

    [Fact]
    public async Task A_start_that_is_killed_during_the_migration_does_not_block_the_next()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        for (var kill = 0; kill < 8; kill++)
            await ServiceProcess.StartAndKillAsync(null, TimeSpan.FromMilliseconds(600 + 150 * kill), database.Settings("all"));

        await using var service = await database.StartAsync("all");
        var run = await service.Client.StartRunAsync(Api.SmallRun);
        Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync(run.Id)).State);
    }

    /// <summary>Compressing weights takes three times as long as writing them and saves nothing.</summary>
    [Fact]
    public async Task PostgreSQL_stores_weights_uncompressed()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var service = await database.StartAsync("api");

        var uncompressed = await database.QueryAsync<long>("""
            SELECT COUNT(*)
            FROM pg_attribute
            WHERE attstorage = 'e'
              AND (attrelid = 'checkpoints'::regclass AND attname = 'data' OR attrelid = 'models'::regclass AND attname = 'weights')
            """);
        Assert.Equal(2L, uncompressed);
    }

    [Theory]
    [InlineData("Role", "worker", "", "Role: worker needs Storage:Provider=postgres.")]
    [InlineData("Role", "boss", "", "Role: 'boss' is not a valid value.")]
    [InlineData("Storage__Provider", "postgres", "", "Storage: The field ConnectionString is required with Provider=postgres.")]
    [InlineData("Storage__Provider", "oracle", "", "Storage:Provider: 'oracle' is not a valid value.")]
    [InlineData("Storage__Provider", "sqlite", "Host=db", "Storage: The field ConnectionString is only for Provider=postgres.")]
    [InlineData("Storage__Provider", "postgres", "Hast=db", "Storage: The field ConnectionString is not valid:")]
    [InlineData("Storage__Provider", "postgres", "Database=x", "Storage: The field ConnectionString has no Host.")]
    public async Task Contradicting_settings_stop_the_start(string name, string value, string connectionString, string expected)
    {
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(
            null,
            ("Storage__Provider", "sqlite"),
            (name, value),
            ("Storage__ConnectionString", connectionString));

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_the_connection_stops_the_start_with_advice()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var connectionString = database.ConnectionString + ";Database=not_there";
        (string, string)[] settings = [.. database.Settings("all"), ("Storage__ConnectionString", connectionString)];
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(null, settings);

        Assert.Equal(1, exitCode);
        Assert.Contains("database \"not_there\" does not exist", output, StringComparison.Ordinal);
        Assert.Contains("Storage:ConnectionString", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
