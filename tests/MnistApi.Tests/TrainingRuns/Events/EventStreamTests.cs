using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using MnistApi.Http.Errors;
using MnistApi.Http.Json;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.TrainingRuns.Events;

public class EventStreamTests(EventStreamTests.Fixture service) : IClassFixture<EventStreamTests.Fixture>
{
    public sealed class Fixture : ServiceFixture
    {
        protected override (string Name, string Value)[] Settings() => [("Training__HeartbeatSeconds", "1")];
    }

    [Fact]
    public async Task A_stream_reports_states_every_epoch_and_the_end_with_increasing_ids()
    {
        var run = await service.Client.StartRunAsync(
            """{"recipe":"mlp","dataset":"synthetic","epochs":8,"batchSize":10,"validationSize":500,"seed":1}""");
        var events = await WatchAsync(run.Id);

        Assert.Equal(events.Select(item => Id(item)).Distinct().Order(), events.Select(item => Id(item)));
        Assert.Equal(["queued", "running", "succeeded"], Of(events, "state").Select(data => data.GetProperty("state").GetString()));
        Assert.Equal(Enumerable.Range(1, 8), Of(events, "epoch").Select(data => data.GetProperty("epoch").GetInt32()));
        Assert.Equal("end", events[^1].EventType);
        Assert.Equal("succeeded", JsonDocument.Parse(events[^1].Data).RootElement.GetProperty("state").GetString());

        var metrics = await service.Client.GetAsync<EpochMetrics[]>($"{Api.Runs}/{run.Id}/metrics");
        Assert.Equal(metrics, Of(events, "epoch").Select(data => data.Deserialize<EpochMetrics>(ServiceJson.Options)!));
        var fractions = Of(events, "progress").Select(data => data.GetProperty("fraction").GetDouble()).ToArray();
        Assert.Equal(fractions.Order(), fractions);
    }

    [Fact]
    public async Task A_returning_client_gets_what_it_missed_and_nothing_twice()
    {
        var run = await service.Client.StartRunAsync(Api.SmallRun);
        var all = await WatchAsync(run.Id);
        var kept = all.Where(item => item.EventType is "state" or "epoch" or "end").ToArray();
        for (var seen = 0; seen < kept.Length - 1; seen++)
        {
            var missed = await WatchAsync(run.Id, kept[seen].EventId);
            Assert.Equal(
                kept[(seen + 1)..].Select(item => (item.EventId, item.EventType, item.Data)),
                missed.Select(item => (item.EventId, item.EventType, item.Data)));
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api.Runs}/{run.Id}/events")
        {
            Headers = { { "Last-Event-ID", all[^1].EventId } },
        };
        using var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task A_stream_continues_after_cancel_and_resume()
    {
        var run = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(run.Id, current => current.Best is not null, "has finished an epoch");
        var first = WatchAsync(run.Id);
        await service.Client.PostAsync($"{Api.Runs}/{run.Id}/cancel", null, TestContext.Current.CancellationToken);
        var before = await first;
        var epochs = Of(before, "epoch").Length;
        await service.Client.PostJsonAsync($"{Api.Runs}/{run.Id}/resume", $$"""{"epochs":{{epochs + 2}}}""");

        var after = await WatchAsync(run.Id, before[^1].EventId);
        var whole = await WatchAsync(run.Id);

        Assert.Equal(["queued", "running", "succeeded"], Of(after, "state").Select(data => data.GetProperty("state").GetString()));
        Assert.Equal([epochs + 1, epochs + 2], Of(after, "epoch").Select(data => data.GetProperty("epoch").GetInt32()));
        Assert.Equal(
            ["queued", "running", "cancelled", "queued", "running", "succeeded"],
            Of(whole, "state").Select(data => data.GetProperty("state").GetString()));
        Assert.Single(whole, item => item.EventType == "end");
    }

    [Fact]
    public async Task A_silent_stream_has_heartbeats()
    {
        var running = await service.Client.StartRunAsync(Api.LongRun);
        var waiting = await service.Client.StartRunAsync(Api.SmallRun);
        using var response = await service.Client.GetAsync(
            $"{Api.Runs}/{waiting.Id}/events",
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        string? line;
        do line = await reader
            .ReadLineAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        while (line is not null && line != ": heartbeat");

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(": heartbeat", line);
        await service.Client.PostAsync($"{Api.Runs}/{waiting.Id}/cancel", null, TestContext.Current.CancellationToken);
        await service.Client.PostAsync($"{Api.Runs}/{running.Id}/cancel", null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Fifty_watchers_see_the_same_events()
    {
        var run = await service.Client.StartRunAsync(Api.SmallRun);
        var streams = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => WatchAsync(run.Id)));

        var expected = Kept(streams[0]);
        Assert.NotEmpty(expected);
        Assert.All(streams, stream => Assert.Equal(expected, Kept(stream)));

        static string[] Kept(SseItem<string>[] stream) =>
            [.. stream.Where(item => item.EventType != "progress").Select(item => $"{item.EventId} {item.EventType} {item.Data}")];
    }

    [Fact]
    public async Task A_last_event_id_that_is_not_a_number_is_refused()
    {
        var run = await service.Client.StartRunAsync(Api.SmallRun);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api.Runs}/{run.Id}/events")
        {
            Headers = { { "Last-Event-ID", "abc" } },
        };
        using var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
        Assert.Contains("'abc'", Assert.Single(problem.Errors("Last-Event-ID")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_cannot_set_headers_can_name_the_last_event_in_the_query()
    {
        var run = await service.Client.StartRunAsync(Api.SmallRun);
        var all = await WatchAsync(run.Id);
        var kept = all.Where(item => item.EventType is "state" or "epoch" or "end").ToArray();

        var missed = await WatchAsync(run.Id, query: $"?lastEventId={kept[0].EventId}&r=123");
        var whole = await WatchAsync(run.Id, query: "?lastEventId=&r=123");
        var byHeader = await WatchAsync(run.Id, kept[^2].EventId, $"?lastEventId={kept[0].EventId}");
        using var done = await service.Client.GetAsync(
            $"{Api.Runs}/{run.Id}/events?lastEventId={all[^1].EventId}",
            TestContext.Current.CancellationToken);
        using var wrong = await service.Client.GetAsync(
            $"{Api.Runs}/{run.Id}/events?lastEventId=abc",
            TestContext.Current.CancellationToken);

        Assert.Equal(kept[1..].Select(item => item.EventId), missed.Select(item => item.EventId));
        Assert.Equal(kept.Select(item => item.EventId), whole.Select(item => item.EventId));
        Assert.Equal("end", Assert.Single(byHeader).EventType);
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        var problem = await wrong.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
        Assert.Equal(["The parameter lastEventId must be the id of an event, a whole number. It is 'abc'."], problem.Errors("lastEventId"));
    }

    [Fact]
    public async Task The_end_of_the_stream_tells_every_client_to_wait_whatever_ids_it_sends()
    {
        var run = await service.Client.StartRunAsync(Api.SmallRun);
        var path = $"{Api.Runs}/{run.Id}/events";
        var watched = await service.Client.GetStringAsync(path, TestContext.Current.CancellationToken);
        var asked = await service.Client.GetStringAsync(path, TestContext.Current.CancellationToken);
        var replayed = await service.Client.GetStringAsync($"{path}?lastEventId=1", TestContext.Current.CancellationToken);

        Assert.All([watched, asked, replayed], stream => Assert.Equal(["retry: 1000", "retry: 3600000"], Retries(stream)));

        static string[] Retries(string stream) =>
            [.. stream.Split('\n').Where(line => line.StartsWith("retry:", StringComparison.Ordinal))];
    }

    private static long Id(SseItem<string> item) => long.Parse(item.EventId!, System.Globalization.CultureInfo.InvariantCulture);

    private static JsonElement[] Of(IEnumerable<SseItem<string>> events, string type) =>
        [.. events.Where(item => item.EventType == type).Select(item => JsonDocument.Parse(item.Data).RootElement)];

    /// <summary>Follows a run to the end of the stream.</summary>
    private async Task<SseItem<string>[]> WatchAsync(Guid id, string? lastEventId = null, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api.Runs}/{id}/events{query}");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        using var response = await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var events = new List<SseItem<string>>();
        var stream = await response.Content.ReadAsStreamAsync();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
            events.Add(item);
        return [.. events];
    }
}
