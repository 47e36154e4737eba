using System.Net;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.Predictions.Contracts;
using MnistApi.Startup;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.ManyProcesses;

/// <summary>APIs and workers, each a process, that share a PostgreSQL database and nothing else.</summary>
public class SharedDatabaseTests
{
    [Fact]
    public async Task Processes_that_start_at_once_on_an_empty_database_all_come_up_on_one_schema()
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
    public async Task A_start_that_is_killed_while_it_migrates_is_in_nobody_s_way()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        for (var kill = 0; kill < 8; kill++) await ServiceProcess.StartAndKillAsync(null, TimeSpan.FromMilliseconds(600 + 150 * kill), database.Settings("all"));

        await using var service = await database.StartAsync("all");
        Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync((await service.Client.StartRunAsync(Api.SmallRun)).Id)).State);
    }

    /// <summary>To compress weights takes three times as long as to write them, and saves nothing.</summary>
    [Fact]
    public async Task Weights_are_kept_uncompressed()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var service = await database.StartAsync("api");

        Assert.Equal(2L, await database.QueryAsync<long>(
            "SELECT COUNT(*) FROM pg_attribute WHERE attstorage = 'e' AND (attrelid = 'checkpoints'::regclass AND attname = 'data' OR attrelid = 'models'::regclass AND attname = 'weights')"));
    }

    [Fact]
    public async Task What_one_api_accepts_a_worker_trains_and_every_api_tells()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var one = await database.StartAsync("api");
        await using var other = await database.StartAsync("api");
        await using var worker = await database.StartAsync("worker");

        var run = await one.Client.StartRunAsync(Api.SmallRun);
        var ended = await other.Client.WaitForEndAsync(run.Id);

        Assert.Equal(RunState.Succeeded, ended.State);
        Assert.EndsWith($":{worker.ProcessId}", ended.Attempts.Single().Worker, StringComparison.Ordinal);
        foreach (var api in new[] { one, other })
        {
            using var prediction = await api.Client.PostJsonAsync($"{Api.Predictions}?model={run.Id}", $$"""{"pixels":[{{string.Join(',', Enumerable.Repeat("0", 784))}}]}""");
            Assert.Equal(run.Id, (await prediction.ReadAsync<Prediction>()).Model.Id);
        }
    }

    [Fact]
    public async Task An_alias_that_is_moved_through_one_api_is_moved_for_the_next_prediction_through_the_other()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var one = await database.StartAsync("all");
        await using var other = await database.StartAsync("api");
        var model = (await one.Client.WaitForEndAsync((await one.Client.StartRunAsync(Api.SmallRun)).Id)).Id;
        var builtin = await ChampionOfAsync(other);

        await one.Client.ForceAliasAsync(ModelAlias.Champion, model);
        var afterwards = await ChampionOfAsync(other);
        await other.Client.RevertAliasAsync(ModelAlias.Champion);

        Assert.NotEqual(model, builtin);
        Assert.Equal(model, afterwards);
        Assert.Equal(builtin, await ChampionOfAsync(one));
    }

    [Fact]
    public async Task Requests_with_one_idempotency_key_through_two_apis_start_one_run()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var one = await database.StartAsync("api");
        await using var other = await database.StartAsync("api");

        for (var key = 0; key < 10; key++)
        {
            var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(request => (request % 2 == 0 ? one : other).Client.PostJsonAsync(Api.Runs, Api.SmallRun, ("Idempotency-Key", $"key-{key}"))));
            var runs = await Task.WhenAll(responses.Select(response => response.ReadAsync<TrainingRun>()));

            Assert.All(responses, response => Assert.Equal(HttpStatusCode.Accepted, response.StatusCode));
            Assert.Single(runs.Select(run => run.Id).Distinct());
        }
    }

    [Fact]
    public async Task The_limit_of_the_queue_holds_for_all_apis_together()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var one = await database.StartAsync("api", ("Training__MaxQueuedRuns", "5"));
        await using var other = await database.StartAsync("api", ("Training__MaxQueuedRuns", "5"));

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(request => (request % 2 == 0 ? one : other).Client.PostJsonAsync(Api.Runs, Api.SmallRun)));

        Assert.Equal(5, responses.Count(response => response.StatusCode == HttpStatusCode.Accepted));
        foreach (var refused in responses.Where(response => response.StatusCode != HttpStatusCode.Accepted)) await refused.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.QueueFull);
    }

    [Fact]
    public async Task Many_more_requests_at_once_than_connections_are_all_accepted()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var api = await database.StartAsync("api");

        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => api.Client.PostJsonAsync(Api.Runs, Api.SmallRun)));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Accepted, response.StatusCode));
        Assert.DoesNotContain("could not be delivered", api.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queued_run_starts_on_an_idle_worker_within_two_seconds()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var api = await database.StartAsync("api");
        await using var worker = await database.StartAsync("worker");
        await api.Client.WaitForEndAsync((await api.Client.StartRunAsync(Api.SmallRun)).Id); // The worker is up.

        var run = await api.Client.StartRunAsync(Api.LongRun);
        var started = await api.Client.WaitForRunAsync(run.Id, current => current.StartedAt is not null, "starts");

        Assert.InRange(started.StartedAt!.Value - started.CreatedAt, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_text_that_PostgreSQL_cannot_keep_is_the_request_s_fault()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var api = await database.StartAsync("api");

        using var run = await api.Client.PostJsonAsync(Api.Runs, """{"recipe":"mlp","dataset":"synthetic","validationSize":500,"name":"a\u0000b"}""");
        using var listed = await api.Client.GetAsync($"{Api.Runs}?recipe=%00", TestContext.Current.CancellationToken);

        Assert.Contains("U+0000", (string)(await run.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed))["detail"]!, StringComparison.Ordinal);
        Assert.Contains("U+0000", (string)(await listed.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed))["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_answers_for_its_health_and_for_nothing_else()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var worker = await database.StartAsync("worker");

        var health = await worker.Client.GetAsync<Readiness>("/health/ready");
        using var client = new HttpClient { BaseAddress = worker.Client.BaseAddress }; // The document does not know of this 404.
        using var runs = await client.GetAsync(Api.Runs, TestContext.Current.CancellationToken);

        Assert.Equal(ChampionState.NotServed, health.Checks.Champion);
        await runs.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.RouteNotFound);
    }

    [Theory]
    [InlineData("Role", "worker", "", "Role: worker needs Storage:Provider=postgres.")]
    [InlineData("Role", "boss", "", "Role: 'boss' is not a valid value.")]
    [InlineData("Storage__Provider", "postgres", "", "Storage: The field ConnectionString is required with Provider=postgres.")]
    [InlineData("Storage__Provider", "oracle", "", "Storage:Provider: 'oracle' is not a valid value.")]
    [InlineData("Storage__Provider", "sqlite", "Host=db", "Storage: The field ConnectionString is only for Provider=postgres.")]
    [InlineData("Storage__Provider", "postgres", "Hast=db", "Storage: The field ConnectionString is not valid:")]
    [InlineData("Storage__Provider", "postgres", "Database=x", "Storage: The field ConnectionString has no Host.")]
    public async Task Settings_that_do_not_go_together_stop_the_start(string name, string value, string connectionString, string expected)
    {
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(null, (name, value), ("Storage__ConnectionString", connectionString));

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_us_stops_the_start_and_says_what_to_do()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(null, [.. database.Settings("all"), ("Storage__ConnectionString", database.ConnectionString + ";Database=not_there")]);

        Assert.Equal(1, exitCode);
        Assert.Contains("database \"not_there\" does not exist", output, StringComparison.Ordinal);
        Assert.Contains("Storage:ConnectionString", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static async Task<Guid> ChampionOfAsync(ServiceProcess service)
    {
        using var prediction = await service.Client.PostJsonAsync(Api.Predictions, $$"""{"pixels":[{{string.Join(',', Enumerable.Repeat("0", 784))}}]}""");
        return (await prediction.ReadAsync<Prediction>()).Model.Id;
    }
}
