using MnistApi.Hosting;
using MnistApi.Models;
using MnistApi.TestErrors;
using MnistApi.Tests.Predictions;

namespace MnistApi.Tests.Models;

public class SwapTests(GatedModels models) : IClassFixture<GatedModels>
{
    private const int Swaps = 20;
    private const int Clients = 4;

    [Fact]
    public async Task Not_one_request_fails_during_twenty_swaps_and_after_each_the_new_model_answers()
    {
        Guid[] swapped = [models.Good, models.Bad, models.Same];
        await models.Client.ForceAliasAsync(ModelAlias.Champion, swapped[^1]);
        using var end = new CancellationTokenSource();
        var load = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => AskAsync(swapped, end.Token))).ToArray();

        for (var swap = 0; swap < Swaps; swap++)
        {
            var model = swapped[swap % swapped.Length];
            await models.Client.ForceAliasAsync(ModelAlias.Champion, model);
            Assert.Equal(model, (await models.Client.PredictAsync(Uploads.Pixels())).Model.Id);
        }

        await end.CancelAsync();
        var asked = await Task.WhenAll(load); // Whatever failed for a client fails here.
        Assert.All(asked, count => Assert.True(count > Swaps, $"A client came to ask only {count} times."));
        Assert.Equal(Swaps, (await models.Client.ListHistoryAsync(ModelAlias.Champion)).Count(change => change.Reason == "The test wants it.") - 1);
    }

    /// <summary>Asks by the alias on every route that serves a model, again and again.</summary>
    /// <returns>How often.</returns>
    private async Task<int> AskAsync(Guid[] swapped, CancellationToken end)
    {
        var asked = 0;
        for (; !end.IsCancellationRequested; asked += 6)
        {
            var prediction = await models.Client.PredictAsync(Uploads.Pixels());
            Assert.Contains(prediction.Model.Id, swapped);
            Assert.Contains((await models.Client.PredictAsync(Uploads.Pixels(), ModelAlias.Champion)).Model.Id, swapped);
            Assert.Contains((await models.Client.GetAsync<Model>($"{Api.Models}/champion")).Id, swapped);
            await models.Client.GetAsync<Evaluation>($"{Api.Models}/champion/evaluation");
            await models.Client.GetAsync<PageOf<TestError>>($"{Api.Models}/champion/test-errors?pageSize=5");
            Assert.NotEmpty(await models.Client.GetByteArrayAsync($"{Api.Models}/champion/weights", CancellationToken.None));
        }

        return asked;
    }
}
