using System.Net;
using System.Text.Json.Nodes;
using MnistApi.Http.Parameters;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.TestErrors;
using MnistApi.Tests.ModelRegistry.Gate;
using MnistApi.Tests.Predictions;

namespace MnistApi.Tests.ModelRegistry.Aliases;

public class SwapTests(GatedModels models) : IClassFixture<GatedModels>
{
    private const int Swaps = 20;
    private const int Clients = 4;

    [Fact]
    public async Task No_request_fails_during_twenty_swaps_and_the_new_model_answers_after_each()
    {
        Guid[] swapped = [models.Good, models.Bad, models.Same];
        var pointed = new Stack<Guid>([swapped[^1]]);
        await models.Client.ForceAliasAsync(ModelAlias.Champion, pointed.Peek());
        using var end = new CancellationTokenSource();
        var load = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => AskAsync(swapped, end.Token))).ToArray();

        for (var swap = 1; swap <= Swaps; swap++)
        {
            await SwapAsync(swapped, pointed, isBack: swap % 4 == 0);
            Assert.Equal(pointed.Peek(), (await models.Client.PredictAsync(UploadRequests.Pixels())).Model.Id);
        }

        var changes = (await models.Client.ListHistoryAsync(ModelAlias.Champion)).Take(Swaps).ToArray();
        Assert.Equal(
            (Swaps / 4, Swaps / 4),
            (changes.Count(change => change.By == AliasChangeOrigin.Revert), changes.Count(change => change.Forced)));
        await Task.WhenAll(Task.Run(() => WriteAsync(swapped)), Task.Run(() => WriteAsync([.. swapped.Reverse()])));
        Assert.Equal(
            (await models.Client.ListHistoryAsync(ModelAlias.Champion))[0].ToModelId,
            (await models.Client.PredictAsync(UploadRequests.Pixels())).Model.Id);

        await end.CancelAsync();
        var asked = await Task.WhenAll(load); // Any failed request fails the test here.
        Assert.All(asked, count => Assert.True(count > Swaps, $"A client asked only {count} times."));
    }

    /// <summary>Points the champion at the next model, by force if the gate would refuse it, or reverts it to the previous model.</summary>
    private async Task SwapAsync(Guid[] swapped, Stack<Guid> pointed, bool isBack)
    {
        if (isBack)
        {
            pointed.Pop();
            using var response = await models.Client.RevertAliasAsync(ModelAlias.Champion);
            Assert.Equal(pointed.Peek(), (await response.ReadAsync<ModelAliasChange>()).ModelId);
            return;
        }

        pointed.Push(swapped[(Array.IndexOf(swapped, pointed.Peek()) + 1) % swapped.Length]);
        if (pointed.Peek() == models.Bad) await models.Client.ForceAliasAsync(ModelAlias.Champion, pointed.Peek());
        else await models.Client.SetAliasAsync(ModelAlias.Champion, pointed.Peek());
    }

    /// <summary>
    /// Moves the champion while another task moves it, too. Each time the alias moves, or the service refuses with a documented reason.
    /// </summary>
    private async Task WriteAsync(Guid[] swapped)
    {
        for (var i = 0; i < Swaps / 2; i++)
        {
            using var response =
                i % 4 == 3
                    ? await models.Client.RevertAliasAsync(ModelAlias.Champion)
                    : await models.Client.PutJsonAsync(
                        $"{Api.Aliases}/{ModelAlias.Champion}",
                        $$"""{"modelId":"{{swapped[i % swapped.Length]}}"}""");
            if (response.StatusCode == HttpStatusCode.OK) continue;
            Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
            Assert.Contains((string)(await response.ReadAsync<JsonObject>())["code"]!, (string[])["gateFailed", "nothingToRevert"]);
        }
    }

    /// <summary>Asks every route that serves a model by the alias, again and again.</summary>
    /// <returns>The number of requests.</returns>
    private async Task<int> AskAsync(Guid[] swapped, CancellationToken end)
    {
        var asked = 0;
        for (; !end.IsCancellationRequested; asked += 6)
        {
            var prediction = await models.Client.PredictAsync(UploadRequests.Pixels());
            Assert.Contains(prediction.Model.Id, swapped);
            Assert.Contains((await models.Client.PredictAsync(UploadRequests.Pixels(), ModelAlias.Champion)).Model.Id, swapped);
            Assert.Contains((await models.Client.GetAsync<Model>($"{Api.Models}/champion")).Id, swapped);
            await models.Client.GetAsync<ModelEvaluation>($"{Api.Models}/champion/evaluation");
            await models.Client.GetAsync<PageOf<TestError>>($"{Api.Models}/champion/test-errors?pageSize=5");
            Assert.NotEmpty(await models.Client.GetByteArrayAsync($"{Api.Models}/champion/weights", CancellationToken.None));
        }

        return asked;
    }
}
