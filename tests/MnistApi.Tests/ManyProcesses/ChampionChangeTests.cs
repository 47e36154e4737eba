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
        var load = new[] { one, other }.Select(api => Task.Run(() => PredictAsync(api, end.Token))).ToArray();

        var changes = new List<(Guid Model, long DoneAt)>();
        for (var swap = 0; swap < Swaps; swap++)
        {
            await one.Client.ForceAliasAsync(ModelAlias.Champion, swap % 2 == 0 ? model : builtin);
            changes.Add((swap % 2 == 0 ? model : builtin, Stopwatch.GetTimestamp()));
            await Task.Delay(2 * MaxDelay, TestContext.Current.CancellationToken); // The load goes on with this champion.
        }

        await end.CancelAsync();
        AssertAnswers(await load[0], changes, TimeSpan.Zero);
        AssertAnswers(await load[1], changes, MaxDelay);
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

    /// <summary>Predicts with the champion, again and again. Any failed request fails the test here.</summary>
    /// <returns>For each request, when it was sent and which model answered.</returns>
    private static async Task<List<(long SentAt, Guid Model)>> PredictAsync(ServiceProcess api, CancellationToken end)
    {
        var answers = new List<(long SentAt, Guid Model)>();
        while (!end.IsCancellationRequested)
        {
            var sentAt = Stopwatch.GetTimestamp();
            answers.Add((sentAt, (await api.Client.PredictAsync(UploadRequests.Pixels())).Model.Id));
        }

        return answers;
    }

    /// <summary>Every request that was sent after a change, and before the next one began, has the answer of the new champion.</summary>
    private static void AssertAnswers(List<(long SentAt, Guid Model)> answers, List<(Guid Model, long DoneAt)> changes, TimeSpan delay)
    {
        foreach (var (model, doneAt) in changes)
        {
            var since = answers
                .Where(answer => Stopwatch.GetElapsedTime(doneAt, answer.SentAt) is var after && after >= delay && after < 1.5 * MaxDelay)
                .ToArray();
            Assert.NotEmpty(since);
            Assert.All(since, answer => Assert.Equal(model, answer.Model));
        }
    }
}
