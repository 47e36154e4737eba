using System.Net;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.TrainingRuns;

/// <summary>Cancelling, resuming and deleting runs.</summary>
[Trait(TestDatabase.Category, TestDatabase.AnyProvider)]
public class RunEndingTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_running_run_is_cancelled_at_once_and_a_resume_continues_from_its_epochs()
    {
        var run = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(run.Id, current => current.Best is not null, "has finished an epoch");

        var cancelled = await CancelAsync(run.Id);
        Assert.Equal(RunState.Cancelled, cancelled.State);
        Assert.Equal(AttemptOutcome.Cancelled, Assert.Single(cancelled.Attempts).Outcome);
        Assert.NotNull(cancelled.FinishedAt);
        var epochs = (await MetricsAsync(run.Id)).Length;

        // The worker is free within a second, and the cancelled run writes nothing more.
        var next = await service.Client.StartRunAsync(Api.SmallRun);
        await service.Client.WaitForRunAsync(next.Id, current => current.State != RunState.Queued, "starts", TimeSpan.FromSeconds(2));
        Assert.Equal(epochs, (await MetricsAsync(run.Id)).Length);

        using var response = await service.Client.PostJsonAsync($"{Api.Runs}/{run.Id}/resume", $$"""{"epochs":{{epochs + 2}}}""");
        var resumed = await response.ReadAsync<TrainingRun>();
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(RunState.Queued, resumed.State);
        var ended = await service.Client.WaitForEndAsync(run.Id);
        Assert.Equal(RunState.Succeeded, ended.State);
        Assert.Equal(epochs + 2, ended.Config.Epochs);
        Assert.Equal(Enumerable.Range(1, epochs + 2), (await MetricsAsync(run.Id)).Select(epoch => epoch.Epoch));
        Assert.Equal(2, ended.Attempt);
    }

    [Fact]
    public async Task A_waiting_run_is_cancelled_at_once_and_never_starts()
    {
        var running = await service.Client.StartRunAsync(Api.LongRun);
        var waiting = await service.Client.StartRunAsync(Api.SmallRun);

        Assert.Equal(RunState.Cancelled, (await CancelAsync(waiting.Id)).State);
        Assert.Equal(RunState.Cancelled, (await CancelAsync(waiting.Id)).State);
        await CancelAsync(running.Id);

        var after = await service.Client.StartRunAsync(Api.SmallRun);
        await service.Client.WaitForEndAsync(after.Id);
        Assert.Null((await service.Client.GetRunAsync(waiting.Id)).StartedAt);
    }

    [Fact]
    public async Task A_resume_without_a_body_trains_to_the_original_number_of_epochs()
    {
        var run = await service.Client.StartRunAsync(
            """{"recipe":"mlp","dataset":"synthetic","epochs":6,"batchSize":10,"validationSize":500,"seed":1}""");
        await service.Client.WaitForRunAsync(run.Id, current => current.State == RunState.Running, "runs");
        await CancelAsync(run.Id);

        using var response = await service.Client.PostAsync($"{Api.Runs}/{run.Id}/resume", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(6, (await service.Client.WaitForEndAsync(run.Id)).Progress.Epoch);
    }

    [Fact]
    public async Task An_ended_run_cannot_be_cancelled_and_a_succeeded_one_cannot_be_resumed()
    {
        var run = await service.Client.StartRunAsync(Api.SmallRun);
        await service.Client.WaitForEndAsync(run.Id);

        using var cancel = await service.Client.PostAsync($"{Api.Runs}/{run.Id}/cancel", null, TestContext.Current.CancellationToken);
        using var resume = await service.Client.PostAsync($"{Api.Runs}/{run.Id}/resume", null, TestContext.Current.CancellationToken);

        await cancel.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.RunFinished);
        await resume.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.RunNotResumable);
    }

    [Theory]
    [InlineData("""{"epochs":0}""", "between 1 and 1000")]
    [InlineData("""{"epochs":1001}""", "between 1 and 1000")]
    [InlineData("""{"epochs":2}""", "more than the 2 that are done")]
    public async Task A_resume_to_an_invalid_number_of_epochs_is_refused(string body, string expected)
    {
        var run = await service.Client.StartRunAsync(
            """{"recipe":"mlp","dataset":"synthetic","epochs":1000,"validationSize":500,"seed":1,"network":{"hiddenUnits":[8]}}""");
        await service.Client.WaitForRunAsync(run.Id, current => current.Progress.Epoch > 3, "has finished three epochs");
        await CancelAsync(run.Id);
        body = body.Replace("2}", $"{(await MetricsAsync(run.Id)).Length}}}", StringComparison.Ordinal);
        expected = expected.Replace("the 2 that", $"the {(await MetricsAsync(run.Id)).Length} that", StringComparison.Ordinal);

        using var response = await service.Client.PostJsonAsync($"{Api.Runs}/{run.Id}/resume", body);
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.Contains(expected, Assert.Single(problem.Errors("epochs")), StringComparison.Ordinal);
        Assert.Equal(RunState.Cancelled, (await service.Client.GetRunAsync(run.Id)).State);
    }

    [Fact]
    public async Task An_ended_run_can_be_deleted_with_everything_it_owns()
    {
        var run = await service.Client.StartRunAsync(Api.LongRun);

        using (var early = await DeleteAsync(run.Id)) await early.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.RunNotFinished);
        await service.Client.WaitForRunAsync(run.Id, current => current.Best is not null, "has finished an epoch");
        await CancelAsync(run.Id);
        using (var deleted = await DeleteAsync(run.Id)) Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);

        foreach (var path in new[] { "", "/metrics", "/checkpoints", "/checkpoints/1", "/curves.svg", "/events" })
            using (var gone = await service.Client.GetAsync($"{Api.Runs}/{run.Id}{path}", TestContext.Current.CancellationToken))
                await gone.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.RunNotFound);
        using (var again = await DeleteAsync(run.Id)) await again.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.RunNotFound);
    }

    [Fact]
    public async Task A_run_whose_model_is_the_champion_cannot_be_deleted()
    {
        var champion = await service.Client.StartRunAsync(Api.SmallRun);
        await service.Client.WaitForEndAsync(champion.Id);
        await service.Client.ForceAliasAsync(ModelAlias.Champion, champion.Id);

        using var response = await DeleteAsync(champion.Id);

        var problem = await response.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.ModelInUse);
        Assert.Contains("champion", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal(RunState.Succeeded, (await service.Client.GetRunAsync(champion.Id)).State);
    }

    [Fact]
    public async Task An_unknown_run_is_not_found_by_any_route()
    {
        var path = $"{Api.Runs}/{Guid.NewGuid()}";
        HttpRequestMessage[] requests =
        [
            new(HttpMethod.Get, path),
            new(HttpMethod.Delete, path),
            new(HttpMethod.Post, $"{path}/cancel"),
            new(HttpMethod.Post, $"{path}/resume"),
            new(HttpMethod.Get, $"{path}/metrics"),
            new(HttpMethod.Get, $"{path}/events"),
            new(HttpMethod.Get, $"{path}/curves.svg"),
            new(HttpMethod.Get, $"{path}/checkpoints"),
            new(HttpMethod.Get, $"{path}/checkpoints/1"),
        ];
        foreach (var request in requests)
            using (var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken))
                await response.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.RunNotFound);
    }

    private async Task<TrainingRun> CancelAsync(Guid id)
    {
        using var response = await service.Client.PostAsync($"{Api.Runs}/{id}/cancel", null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.ReadAsync<TrainingRun>();
    }

    private Task<EpochMetrics[]> MetricsAsync(Guid id) => service.Client.GetAsync<EpochMetrics[]>($"{Api.Runs}/{id}/metrics");

    private Task<HttpResponseMessage> DeleteAsync(Guid id) => service.Client.DeleteAsync($"{Api.Runs}/{id}");
}
