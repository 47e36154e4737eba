using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.TrainingRuns;

[Trait(TestDatabase.Category, TestDatabase.AnyProvider)]
public class RunListTests(RunListTests.Fixture service) : IClassFixture<RunListTests.Fixture>
{
    /// <summary>A service with seven runs: one has succeeded, one is running and five are cancelled.</summary>
    public sealed class Fixture : ServiceFixture, IAsyncLifetime
    {
        internal List<Guid> Started { get; } = [];

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await base.InitializeAsync();
            Started.Add((await Client.StartRunAsync(Api.SmallRun)).Id);
            await Client.WaitForEndAsync(Started[0]);
            for (var i = 0; i < 6; i++) Started.Add((await Client.StartRunAsync(Api.LongRun)).Id);
            foreach (var id in Started.Skip(2)) (await Client.PostAsync($"{Api.Runs}/{id}/cancel", null)).Dispose();
        }
    }

    [Fact]
    public async Task All_pages_together_list_all_runs_with_the_newest_first()
    {
        var pages = await Task.WhenAll(
            Enumerable.Range(1, 3).Select(page => service.Client.GetAsync<PageOf<TrainingRun>>($"{Api.Runs}?page={page}&pageSize=3")));

        Assert.All(pages, page => Assert.Equal((7, 3), (page.TotalCount, page.TotalPages)));
        Assert.Equal(service.Started.AsEnumerable().Reverse(), pages.SelectMany(page => page.Items).Select(run => run.Id));
    }

    [Theory]
    [InlineData("state=cancelled", 5)]
    [InlineData("state=succeeded", 1)]
    [InlineData("state=succeeded&recipe=mlp", 1)]
    [InlineData("state=succeeded&recipe=lecture-mlp", 0)]
    [InlineData("recipe=lecture-mlp", 6)]
    [InlineData("dataset=mnist", 0)]
    public async Task Filters_keep_what_matches(string query, int count) =>
        Assert.Equal(count, (await service.Client.GetAsync<PageOf<TrainingRun>>($"{Api.Runs}?{query}")).TotalCount);

    [Fact]
    public async Task Links_lead_to_the_other_pages_and_keep_the_query()
    {
        using var response = await service.Client.GetAsync(
            $"{Api.Runs}?state=cancelled&page=2&pageSize=2",
            TestContext.Current.CancellationToken);

        var links = Assert.Single(response.Headers.GetValues("Link"));
        Assert.Contains($"<{Api.Runs}?state=cancelled&page=1&pageSize=2>; rel=\"prev\"", links, StringComparison.Ordinal);
        Assert.Contains($"<{Api.Runs}?state=cancelled&page=3&pageSize=2>; rel=\"next\"", links, StringComparison.Ordinal);
        Assert.Contains($"<{Api.Runs}?state=cancelled&page=3&pageSize=2>; rel=\"last\"", links, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_past_the_end_is_empty()
    {
        var page = await service.Client.GetAsync<PageOf<TrainingRun>>($"{Api.Runs}?page=1000");

        Assert.Empty(page.Items);
        Assert.Equal(7, page.TotalCount);
    }

    [Theory]
    [InlineData("pageSize=101", "pageSize", "between 1 and 100. It is 101")]
    [InlineData("pageSize=0", "pageSize", "between 1 and 100. It is 0")]
    [InlineData("page=0", "page", "between 1 and 1000000. It is 0")]
    [InlineData("page=two", "page", "a whole number. It is 'two'")]
    [InlineData("page=99999999999", "page", "a whole number. It is '99999999999'")]
    [InlineData("state=done", "state", "one of queued, running, paused, succeeded, failed, cancelled. It is 'done'")]
    [InlineData("state=99", "state", "one of queued, running, paused, succeeded, failed, cancelled. It is 99")]
    public async Task An_invalid_parameter_is_refused_with_its_bound_and_value(string query, string parameter, string expected)
    {
        using var response = await service.Client.GetAsync($"{Api.Runs}?{query}", TestContext.Current.CancellationToken);
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.Contains(expected, Assert.Single(problem.Errors(parameter)), StringComparison.Ordinal);
    }
}
