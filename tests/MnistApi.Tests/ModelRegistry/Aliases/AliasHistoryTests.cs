using System.Net;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.Tests.ModelRegistry.Gate;

namespace MnistApi.Tests.ModelRegistry.Aliases;

[Trait(TestDatabase.Category, TestDatabase.AnyProvider)]
public class AliasHistoryTests(GatedModels models) : IClassFixture<GatedModels>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task All_pages_together_list_all_changes_with_the_newest_first(int pageSize)
    {
        var alias = $"paged-{pageSize}";
        Guid[] pointed = [models.Bad, models.Good, models.Same, models.Good, models.Same];
        foreach (var model in pointed) await models.Client.SetAliasAsync(alias, model);
        var history = await models.Client.ListAllAsync<AliasHistoryEntry>($"{Api.Aliases}/{alias}/history", "", pageSize);

        Assert.Equal([5, 4, 3, 2, 1], history.Select(change => change.Number));
        Assert.Equal(pointed.Reverse(), history.Select(change => change.ToModelId));
        Assert.Equal([.. pointed.Reverse().Skip(1).Cast<Guid?>(), null], history.Select(change => change.FromModelId));
        Assert.All(history, change => Assert.Equal((AliasChangeOrigin.Request, false, null), (change.By, change.Forced, change.Undoes)));
        Assert.Equal(history[0].At, (await models.Client.GetAsync<ModelAlias>($"{Api.Aliases}/{alias}")).UpdatedAt);
    }

    [Fact]
    public async Task Pointing_an_alias_at_its_current_model_adds_no_change()
    {
        await models.Client.SetAliasAsync("still", models.Good);
        var again = await models.Client.SetAliasAsync("still", models.Good);

        Assert.Equal((false, models.Good), (again.Changed, again.PreviousModelId));
        Assert.Single(await models.Client.ListHistoryAsync("still"));
    }

    [Fact]
    public async Task Each_revert_undoes_the_newest_change_that_is_not_undone_yet()
    {
        await models.Client.SetAliasAsync("back", models.Bad);
        await models.Client.SetAliasAsync("back", models.Good);
        await models.Client.SetAliasAsync("back", models.Same);

        var first = await RevertAsync("back");
        Assert.Equal((models.Good, models.Same, true), (first.ModelId, first.PreviousModelId, first.Changed));
        Assert.Equal(models.Good, (await models.Client.GetAsync<Model>($"{Api.Models}/back")).Id);
        var second = await RevertAsync("back"); // To a worse model: the gate does not compare a revert.
        Assert.Equal(models.Bad, second.ModelId);
        Assert.Equal([GateCheckName.SmokePrediction, GateCheckName.Checksum], second.Report.Checks.Select(check => check.Name));
        await AssertNothingToRevertAsync("back", "no change left");

        await models.Client.SetAliasAsync("back", models.Same);
        Assert.Equal(models.Bad, (await RevertAsync("back")).ModelId);
        await AssertNothingToRevertAsync("back", "no change left");
        Assert.Equal([6, null, 2, 3, null, null, null], (await models.Client.ListHistoryAsync("back")).Select(change => change.Undoes));
    }

    [Fact]
    public async Task A_model_in_the_history_can_be_deleted_and_then_no_revert_returns_to_it()
    {
        var gone = await models.TrainAsync(Api.SmallRun);
        await models.Client.SetAliasAsync("gone", gone);
        using (var held = await models.Client.DeleteAsync($"{Api.Runs}/{gone}", TestContext.Current.CancellationToken))
            await held.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.ModelInUse);
        await models.Client.SetAliasAsync("gone", models.Good);
        (await models.Client.DeleteAsync($"{Api.Runs}/{gone}", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        await AssertNothingToRevertAsync("gone", $"pointed at model {gone} before, but that model was deleted");
        Assert.Equal(
            [(gone, models.Good), (null, gone)],
            (await models.Client.ListHistoryAsync("gone")).Select(change => (change.FromModelId, change.ToModelId)));
    }

    [Fact]
    public async Task The_history_has_all_simultaneous_requests_one_after_the_other()
    {
        await models.Client.SetAliasAsync("raced", models.Good);
        var changes = await Task.WhenAll(
            Enumerable.Range(0, 20)
                .Select(i => Task.Run(() => models.Client.ForceAliasAsync("raced", i % 2 == 0 ? models.Bad : models.Good, $"{i}"))));
        var history = (await models.Client.ListHistoryAsync("raced")).Reverse().ToArray();

        Assert.Equal(Enumerable.Range(1, history.Length), history.Select(change => change.Number));
        Assert.Equal(history[..^1].Select(change => (Guid?)change.ToModelId), history[1..].Select(change => change.FromModelId));
        Assert.Equal(changes.Count(change => change.Changed) + 1, history.Length);
        Assert.Equal(
            changes.Where(change => change.Changed).Select(change => change.Reason).Order(),
            history[1..].Select(change => change.Reason).Order());
        Assert.All(history, change => Assert.Equal(change.FromModelId, change.Report!.CurrentId));
        Assert.Equal(history[^1].ToModelId, (await models.Client.GetAsync<ModelAlias>($"{Api.Aliases}/raced")).ModelId);
    }

    [Fact]
    public async Task Simultaneous_first_requests_create_an_alias_once()
    {
        var changes = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => models.Client.SetAliasAsync("born", models.Good))));

        Assert.Single(changes, change => change.Changed);
        Assert.Single(await models.Client.ListHistoryAsync("born"));
    }

    [Fact]
    public async Task Simultaneous_reverts_undo_one_change_each()
    {
        for (var i = 0; i < 4; i++) await models.Client.SetAliasAsync("reverted", i % 2 == 0 ? models.Good : models.Same);
        var responses = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => models.Client.RevertAliasAsync("reverted")));

        Assert.Equal(3, responses.Count(response => response.StatusCode == HttpStatusCode.OK));
        Assert.Equal(
            [2, 3, 4],
            (await models.Client.ListHistoryAsync("reverted"))
                .Where(change => change.By == AliasChangeOrigin.Revert)
                .Select(change => change.Undoes!.Value));
        Assert.Equal(models.Good, (await models.Client.GetAsync<ModelAlias>($"{Api.Aliases}/reverted")).ModelId);
        foreach (var response in responses) response.Dispose();
    }

    [Fact]
    public async Task An_unknown_alias_has_no_history()
    {
        foreach (var path in new[] { "nobody", "nobody/history" })
        {
            using var response = await models.Client.GetAsync($"{Api.Aliases}/{path}", TestContext.Current.CancellationToken);
            await response.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.ModelNotFound);
        }

        using var revert = await models.Client.RevertAliasAsync("nobody");
        await revert.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.ModelNotFound);
        using var reserved = await models.Client.RevertAliasAsync("builtin");
        await reserved.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
    }

    private async Task<ModelAliasChange> RevertAsync(string alias)
    {
        using var response = await models.Client.RevertAliasAsync(alias);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.ReadAsync<ModelAliasChange>();
    }

    private async Task AssertNothingToRevertAsync(string alias, string why)
    {
        using var response = await models.Client.RevertAliasAsync(alias);
        var problem = await response.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.NothingToRevert);
        Assert.Contains(why, (string)problem["detail"]!, StringComparison.Ordinal);
    }
}
