using System.Net.ServerSentEvents;
using System.Text.Json;

namespace MnistApi.Tests.ManyProcesses;

/// <summary>A client that follows a run while the API restarts.</summary>
public class ApiRestartTests
{
    [Fact]
    public async Task A_client_that_returns_with_its_last_event_id_misses_nothing_whichever_API_answers()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var worker = await database.StartAsync("worker");
        var api = await database.StartAsync("api");
        var run = await api.Client.StartRunAsync(TrainedTogether.Run);
        var (epochs, lastEventId, isEnd) = (new List<int>(), "0", false);
        for (var connection = 0; !isEnd; connection++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api.Runs}/{run.Id}/events")
            {
                Headers = { { "Last-Event-ID", lastEventId } },
            };
            using var response = await api.Client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                TestContext.Current.CancellationToken);
            var leaveAt = connection < 4 ? epochs.Count + 4 : int.MaxValue;
            var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
            {
                lastEventId = item.EventId!;
                isEnd = item.EventType == "end";
                if (item.EventType == "epoch") epochs.Add(JsonDocument.Parse(item.Data).RootElement.GetProperty("epoch").GetInt32());
                if (epochs.Count == leaveAt) break;
            }

            if (isEnd) break;
            await api.DisposeAsync(); // kill -9. The next API has another address.
            api = await database.StartAsync("api");
        }

        await TrainedTogether.AssertWholeAsync(api.Client, run.Id);
        await api.DisposeAsync();
        Assert.Equal(Enumerable.Range(1, TrainedTogether.Epochs), epochs);
    }
}
