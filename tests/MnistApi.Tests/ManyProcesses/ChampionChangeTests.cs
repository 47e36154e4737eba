using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.Tests.Predictions;

namespace MnistApi.Tests.ManyProcesses;

/// <summary>Which model answers while the champion changes. Every API keeps the names of its models in memory.</summary>
public class ChampionChangeTests
{
    private const int Swaps = 6;

    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_change_counts_at_once_in_the_API_that_makes_it_and_within_a_second_in_the_other()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var one = await database.StartAsync("all");
        await using var other = await database.StartAsync("api");
        var model = (await one.Client.WaitForEndAsync((await one.Client.StartRunAsync(Api.SmallRun)).Id)).Id;
        var builtin = (await one.Client.PredictAsync(UploadRequests.Pixels())).Model.Id;
        using var end = new CancellationTokenSource();
        var (ofOne, ofOther) = (new ConcurrentQueue<Answer>(), new ConcurrentQueue<Answer>());
        var load = new[] { Task.Run(() => PredictAsync(one, ofOne, end.Token)), Task.Run(() => PredictAsync(other, ofOther, end.Token)) };

        var changes = new List<Change>();
        for (var swap = 0; swap < Swaps; swap++)
        {
            var champion = swap % 2 == 0 ? model : builtin;
            var begunAt = Stopwatch.GetTimestamp();
            await one.Client.ForceAliasAsync(ModelAlias.Champion, champion);
            var change = new Change(champion, begunAt, Stopwatch.GetTimestamp());
            changes.Add(change);
            await Eventually.TrueAsync(
                () => Task.FromResult(CountSince(ofOne, change) >= 3 && CountSince(ofOther, change) >= 3),
                "both APIs have answered requests that were sent long after the change");
        }

        await end.CancelAsync();
        await Task.WhenAll(load); // Any failed request fails the test here.
        AssertAnswers(ofOne, changes, TimeSpan.Zero);
        AssertAnswers(ofOther, changes, MaxDelay);
    }

    [Fact]
    public async Task A_database_that_stops_is_noticed_within_seconds_and_the_champion_answers_again_after_its_restart()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var database = await PostgresDatabase.CreateAsync(server);
        await using var api = await database.StartAsync("api");
        var champion = (await api.Client.PredictAsync(UploadRequests.Pixels())).Model.Id;

        await server.KillAsync();
        await Eventually.TrueAsync(async () => await StatusAsync(api) == HttpStatusCode.ServiceUnavailable, "refuses to use an old name");
        using var refused = await api.Client.PostPredictionAsync(UploadRequests.Pixels());
        await refused.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.DatabaseUnavailable);

        await server.UpAsync();
        await Eventually.TrueAsync(async () => await StatusAsync(api) == HttpStatusCode.OK, "answers again");
        Assert.Equal(champion, (await api.Client.PredictAsync(UploadRequests.Pixels())).Model.Id);
    }

    private static async Task<HttpStatusCode> StatusAsync(ServiceProcess api)
    {
        using var response = await api.Client.PostPredictionAsync(UploadRequests.Pixels());
        return response.StatusCode;
    }

    /// <summary>Predicts with the champion, again and again.</summary>
    private static async Task PredictAsync(ServiceProcess api, ConcurrentQueue<Answer> answers, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var sentAt = Stopwatch.GetTimestamp();
            answers.Enqueue(new Answer(sentAt, (await api.Client.PredictAsync(UploadRequests.Pixels())).Model.Id));
        }
    }

    private static int CountSince(IEnumerable<Answer> answers, Change change) =>
        answers.Count(answer => Stopwatch.GetElapsedTime(change.DoneAt, answer.SentAt) >= MaxDelay);

    /// <summary>Every request that was sent after a change, and before the next one began, has the answer of the new champion.</summary>
    private static void AssertAnswers(IEnumerable<Answer> answers, List<Change> changes, TimeSpan delay)
    {
        foreach (var (change, next) in changes.Zip([.. changes.Skip(1), new Change(Guid.Empty, long.MaxValue, long.MaxValue)]))
        {
            var since = answers.Where(answer =>
                Stopwatch.GetElapsedTime(change.DoneAt, answer.SentAt) >= delay && answer.SentAt < next.BegunAt);
            Assert.All(since, answer => Assert.Equal(change.Model, answer.Model));
        }
    }

    /// <summary>Which model answered a request, and when the request was sent.</summary>
    private sealed record Answer(long SentAt, Guid Model);

    /// <summary>A change of the champion, and when it began and was done.</summary>
    private sealed record Change(Guid Model, long BegunAt, long DoneAt);
}
