using System.Net;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Contracts;

namespace MnistApi.Tests.ModelRegistry.Aliases;

[Collection(TrainedModels.Collection)]
[Trait(TestDatabase.Category, TestDatabase.AnyProvider)]
public class ModelAliasTests(TrainedModels trained)
{
    [Fact]
    public async Task An_alias_is_created_listed_by_name_and_moved()
    {
        await trained.SetAliasAsync("zebra", trained.First);
        await trained.SetAliasAsync("a-1", trained.First);
        await trained.SetAliasAsync("zebra", trained.Second);
        var aliases = await trained.Client.GetAsync<ModelAlias[]>(Api.Aliases);

        Assert.Equal(aliases.Select(alias => alias.Alias).Order(StringComparer.Ordinal), aliases.Select(alias => alias.Alias));
        Assert.Equal(trained.Second, aliases.Single(alias => alias.Alias == "zebra").ModelId);
        Assert.Equal(trained.First, aliases.Single(alias => alias.Alias == "a-1").ModelId);
        Assert.Contains("zebra", (await trained.Client.GetAsync<Model>($"{Api.Models}/{trained.Second}")).Aliases);
    }

    [Fact]
    public async Task Another_alias_stands_for_its_model()
    {
        using var response = await trained.Client.PutJsonAsync($"{Api.Aliases}/copy", """{"modelId":"champion"}""");

        Assert.Equal(trained.First, (await response.ReadAsync<ModelAliasChange>()).ModelId);
    }

    [Fact]
    public async Task Pointing_an_alias_at_its_current_model_changes_nothing()
    {
        await trained.SetAliasAsync("still", trained.First);
        var before = await trained.Client.GetAsync<ModelAlias[]>(Api.Aliases);
        await trained.SetAliasAsync("still", trained.First);

        Assert.Equal(before, await trained.Client.GetAsync<ModelAlias[]>(Api.Aliases));
    }

    [Theory]
    [InlineData("Champion")]
    [InlineData("a_b")]
    [InlineData("%C3%A4")]
    [InlineData("a%0A")]
    [InlineData("builtin")]
    [InlineData("compare")]
    [InlineData("0e9f2f80-9b5c-4d2a-8b57-6f0c4f2b1c11")]
    [InlineData("0e9f2f809b5c4d2a8b576f0c4f2b1c11")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task An_ambiguous_name_is_refused(string alias)
    {
        using var response = await trained.Client.PutJsonAsync($"{Api.Aliases}/{alias}", $$"""{"modelId":"{{trained.First}}"}""");
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.Contains("1 to 64 characters of a-z, 0-9 and -", Assert.Single(problem.Errors("alias")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alias_for_a_missing_model_is_refused_and_does_not_move()
    {
        await trained.SetAliasAsync("kept", trained.First);
        using var response = await trained.Client.PutJsonAsync($"{Api.Aliases}/kept", $$"""{"modelId":"{{Guid.NewGuid()}}"}""");

        await response.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.ModelNotFound);
        Assert.Equal(trained.First, (await trained.Client.GetAsync<Model>($"{Api.Models}/kept")).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"modelId\":null}")]
    [InlineData("{\"modelId\":7}")]
    [InlineData("{\"modelId\":\"champion\",\"force\":1}")]
    [InlineData("{\"modelId\":\"champion\",\"reason\":\"\\ud800\"}")]
    [InlineData("{\"modelId\":\"champion\",\"forced\":true}")]
    public async Task A_body_with_another_shape_is_refused(string body)
    {
        using var response = await trained.Client.PutJsonAsync($"{Api.Aliases}/any", body);

        await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.MalformedJson);
    }
}
