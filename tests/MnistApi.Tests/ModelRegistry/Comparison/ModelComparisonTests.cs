using System.Net;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Comparison;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Statistics;
using MnistApi.TestErrors;

namespace MnistApi.Tests.ModelRegistry.Comparison;

[Collection(TrainedModels.Collection)]
[Trait(TestDatabase.Category, TestDatabase.AnyProvider)]
public class ModelComparisonTests(TrainedModels trained)
{
    [Fact]
    public async Task Fixed_broken_and_shared_errors_agree_with_the_lists_of_errors()
    {
        await trained.SetAliasAsync("candidate", trained.Second);
        var comparison = await trained.Client.GetAsync<ModelComparison>($"{Api.Models}/compare?a={trained.First}&b=candidate");
        var a = Indices(await trained.ListErrorsAsync(trained.First));
        var b = Indices(await trained.ListErrorsAsync(trained.Second));

        Assert.Equal(a.Except(b), comparison.Fixed.Indices);
        Assert.Equal(b.Except(a), comparison.Broken.Indices);
        Assert.Equal(a.Intersect(b), comparison.Shared.Indices);
        Assert.All([comparison.Fixed, comparison.Broken, comparison.Shared], images => Assert.Equal(images.Indices.Count, images.Count));
        Assert.Equal((trained.First, trained.Second), (comparison.A.Id, comparison.B.Id));
        Assert.Equal((a.Length, b.Length), (comparison.A.ErrorCount, comparison.B.ErrorCount));
        Assert.Equal(comparison.Fixed.Count + comparison.Broken.Count, comparison.McNemar.Discordant);
        Assert.Equal(
            (await trained.Client.GetAsync<ModelEvaluation>($"{Api.Models}/{trained.Second}/evaluation")).AccuracyInterval,
            comparison.B.AccuracyInterval);
    }

    [Fact]
    public async Task Swapping_the_models_swaps_fixed_and_broken_and_keeps_the_probability()
    {
        var there = await trained.Client.GetAsync<ModelComparison>($"{Api.Models}/compare?a={trained.First}&b={trained.NonFinite}");
        var back = await trained.Client.GetAsync<ModelComparison>($"{Api.Models}/compare?a={trained.NonFinite}&b={trained.First}");

        Assert.Equal(there.Fixed.Indices, back.Broken.Indices);
        Assert.Equal(there.Shared.Indices, back.Shared.Indices);
        Assert.Equal(there.McNemar, back.McNemar);
        Assert.Equal(McNemarMethod.ChiSquare, there.McNemar.Method);
        Assert.InRange(there.McNemar.PValue, 0, 1e-10);
    }

    [Fact]
    public async Task A_model_does_not_differ_from_itself()
    {
        var comparison = await trained.Client.GetAsync<ModelComparison>($"{Api.Models}/compare?a=champion&b=champion");

        Assert.Equal((0, 0), (comparison.Fixed.Count, comparison.Broken.Count));
        Assert.Equal(new McNemarTest(McNemarMethod.ExactBinomial, 0, null, 1), comparison.McNemar);
    }

    [Theory]
    [InlineData("a=champion&b=nobody", HttpStatusCode.NotFound, ProblemCode.ModelNotFound)]
    [InlineData("a=nobody&b=champion", HttpStatusCode.NotFound, ProblemCode.ModelNotFound)]
    [InlineData("a=champion", HttpStatusCode.BadRequest, ProblemCode.ValidationFailed)]
    [InlineData("a=champion&b=", HttpStatusCode.BadRequest, ProblemCode.ValidationFailed)]
    [InlineData("", HttpStatusCode.BadRequest, ProblemCode.ValidationFailed)]
    public async Task Both_models_must_be_named_and_exist(string query, HttpStatusCode status, ProblemCode code)
    {
        using var response = await trained.Client.GetAsync($"{Api.Models}/compare?{query}", TestContext.Current.CancellationToken);

        await response.AssertProblemAsync(status, code);
    }

    private static int[] Indices(IEnumerable<TestError> errors) => [.. errors.Select(error => error.Index)];
}
