using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Predictions.Contracts;
using MnistApi.Startup;
using MnistApi.Training.Networks.Layers;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.ManyProcesses;

/// <summary>API and worker processes that share nothing but a PostgreSQL database.</summary>
public class SharedDatabaseTests
{
    [Fact]
    public async Task A_worker_trains_what_one_API_accepts_and_every_API_reports_it()
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
            using var prediction = await api.Client.PostJsonAsync(
                $"{Api.Predictions}?model={run.Id}",
                $$"""{"pixels":[{{string.Join(',', Enumerable.Repeat("0", 784))}}]}""");
            Assert.Equal(run.Id, (await prediction.ReadAsync<Prediction>()).Model.Id);
        }
    }

    [Fact]
    public async Task Requests_with_one_idempotency_key_through_two_APIs_start_one_run()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var one = await database.StartAsync("api");
        await using var other = await database.StartAsync("api");

        for (var key = 0; key < 10; key++)
        {
            var header = ("Idempotency-Key", $"key-{key}");
            var responses = await Task.WhenAll(
                from request in Enumerable.Range(0, 8)
                let api = request % 2 == 0 ? one : other
                select api.Client.PostJsonAsync(Api.Runs, Api.SmallRun, header));
            var runs = await Task.WhenAll(responses.Select(response => response.ReadAsync<TrainingRun>()));

            Assert.All(responses, response => Assert.Equal(HttpStatusCode.Accepted, response.StatusCode));
            Assert.Single(runs.Select(run => run.Id).Distinct());
        }
    }

    [Fact]
    public async Task All_APIs_share_one_queue_limit()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var one = await database.StartAsync("api", ("Training__MaxQueuedRuns", "5"));
        await using var other = await database.StartAsync("api", ("Training__MaxQueuedRuns", "5"));

        var responses = await Task.WhenAll(
            from request in Enumerable.Range(0, 20)
            let api = request % 2 == 0 ? one : other
            select api.Client.PostJsonAsync(Api.Runs, Api.SmallRun));

        Assert.Equal(5, responses.Count(response => response.StatusCode == HttpStatusCode.Accepted));
        foreach (var refused in responses.Where(response => response.StatusCode != HttpStatusCode.Accepted))
            await refused.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.QueueFull);
    }

    [Fact]
    public async Task The_API_accepts_many_more_simultaneous_requests_than_it_has_connections()
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
        await api.Client.WaitForEndAsync((await api.Client.StartRunAsync(Api.SmallRun)).Id); // Waits until the worker is up.

        var run = await api.Client.StartRunAsync(Api.LongRun);
        var started = await api.Client.WaitForRunAsync(run.Id, current => current.StartedAt is not null, "starts");

        Assert.InRange(started.StartedAt!.Value - started.CreatedAt, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_text_that_PostgreSQL_cannot_store_makes_the_request_invalid()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var api = await database.StartAsync("api");

        using var run = await api.Client.PostJsonAsync(
            Api.Runs,
            """{"recipe":"mlp","dataset":"synthetic","validationSize":500,"name":"a\u0000b"}""");
        using var listed = await api.Client.GetAsync($"{Api.Runs}?recipe=%00", TestContext.Current.CancellationToken);

        foreach (var response in new[] { run, listed })
        {
            var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
            Assert.Contains("U+0000", (string)problem["detail"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_worker_answers_only_health_checks()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var worker = await database.StartAsync("worker");

        var health = await worker.Client.GetAsync<Readiness>("/health/ready");
        using var client = new HttpClient { BaseAddress = worker.Client.BaseAddress }; // The OpenAPI document does not list this 404.
        using var runs = await client.GetAsync(Api.Runs, TestContext.Current.CancellationToken);

        Assert.Equal((ChampionState.NotServed, ConvolutionKernels.Chosen.Method), (health.Checks.Champion, health.Checks.Convolutions));
        await runs.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.RouteNotFound);
    }
}
