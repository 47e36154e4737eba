using System.Globalization;
using System.Net;
using MnistApi.Http.Errors;
using MnistApi.TestErrors;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.TestErrors;

[Collection(TrainedModels.Collection)]
[Trait(TestDatabase.Category, TestDatabase.AnyProvider)]
public class MinConfidenceTests(TrainedModels trained)
{
    private string Path => $"{Api.Models}/{trained.First}/test-errors";

    [Fact]
    public async Task Each_error_is_found_by_the_confidence_that_the_list_shows()
    {
        var all = await trained.ListErrorsAsync(trained.First, "sort=confidence");
        foreach (var bound in all.Select(error => error.Confidence!.Value).Where((_, i) => i % 10 == 0))
        {
            var found = await trained.ListErrorsAsync(trained.First, $"sort=confidence&minConfidence={Show(bound)}");

            Assert.Equal(IndicesOf(all.Where(error => error.Confidence >= bound)), IndicesOf(found));
        }
    }

    [Fact]
    public async Task It_joins_with_the_other_filters()
    {
        var all = await trained.ListErrorsAsync(trained.First);
        var found = await trained.ListErrorsAsync(trained.First, "label=2&minConfidence=0.4");

        Assert.Equal(IndicesOf(all.Where(error => error.Label == 2 && error.Confidence >= 0.4f)), IndicesOf(found));
    }

    [Fact]
    public async Task Errors_without_a_finite_confidence_are_left_out()
    {
        Assert.Empty(await trained.ListErrorsAsync(trained.NonFinite, "minConfidence=0"));
    }

    [Fact]
    public async Task The_sheet_shows_the_same_errors_as_the_list()
    {
        var highest = (await trained.ListErrorsAsync(trained.First, "sort=confidence"))[0];
        var filtered = await GetSheetAsync($"minConfidence={Show(highest.Confidence!.Value)}");

        Assert.Equal(await GetSheetAsync("sort=confidence&count=1"), filtered);
        Assert.NotEqual(await GetSheetAsync(""), filtered);
    }

    [Theory]
    [InlineData("sure", "The parameter minConfidence must be a number. It is 'sure'.")]
    [InlineData("1.5", "The parameter minConfidence must be between 0 and 1. It is 1.5.")]
    [InlineData("-0.1", "The parameter minConfidence must be between 0 and 1. It is -0.1.")]
    [InlineData("NaN", "The parameter minConfidence must be between 0 and 1. It is NaN.")]
    public async Task A_bad_number_is_refused_with_what_was_expected(string value, string expected)
    {
        foreach (var route in new[] { Path, $"{Path}/sheet.png" })
        {
            using var response = await trained.Client.GetAsync($"{route}?minConfidence={value}", TestContext.Current.CancellationToken);
            var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

            Assert.Equal([expected], problem.Errors("minConfidence"));
        }
    }

    private static string Show(float confidence) => confidence.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<int> IndicesOf(IEnumerable<TestError> errors) => errors.Select(error => error.Index);

    private Task<byte[]> GetSheetAsync(string query) =>
        trained.Client.GetByteArrayAsync($"{Path}/sheet.png?{query}", TestContext.Current.CancellationToken);
}
