using System.Net;
using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.TestErrors;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.TestErrors;

[Collection(TrainedModels.Collection)]
[Trait(TestDatabase.Category, TestDatabase.AnyProvider)]
public class TestErrorTests(TrainedModels trained)
{
    private string Path => $"{Api.Models}/{trained.First}/test-errors";

    [Theory]
    [InlineData("", 7)]
    [InlineData("", 1)]
    [InlineData("sort=index", 100)]
    [InlineData("sort=confidence", 7)]
    [InlineData("sort=loss", 7)]
    [InlineData("sort=loss&order=ascending", 7)]
    [InlineData("label=2", 3)]
    [InlineData("label=8&sort=confidence", 3)]
    [InlineData("predicted=9&sort=loss", 3)]
    public async Task All_pages_together_list_each_error_once_and_always_in_the_same_order(string query, int pageSize)
    {
        var errors = await trained.Client.ListAllAsync<TestError>(Path, query, pageSize);
        var again = await trained.Client.ListAllAsync<TestError>(Path, query, Math.Min(pageSize + 1, 100));

        Assert.NotEmpty(errors);
        Assert.Distinct(errors.Select(error => error.Index));
        Assert.Equal(errors.Select(error => error.Index), again.Select(error => error.Index));
    }

    [Fact]
    public async Task There_is_one_error_for_each_image_that_is_not_predicted_correctly()
    {
        var evaluation = await trained.Client.GetAsync<ModelEvaluation>($"{Api.Models}/{trained.First}/evaluation");
        var errors = await trained.ListErrorsAsync(trained.First);

        Assert.Equal(TrainedModels.TestCount - evaluation.CorrectCount, errors.Count);
        for (var label = 0; label < 10; label++)
            for (var predicted = 0; predicted < 10; predicted++)
                Assert.Equal(
                    label == predicted ? 0 : evaluation.ConfusionMatrix[label][predicted],
                    errors.Count(error => (error.Label, error.Predicted) == (label, predicted)));
    }

    [Fact]
    public async Task The_figures_of_an_error_agree_with_each_other()
    {
        var sha256 = (await trained.Client.GetAsync<Model>($"{Api.Models}/{trained.First}")).DatasetSha256;
        foreach (var error in await trained.ListErrorsAsync(trained.First))
        {
            Assert.NotEqual(error.Label, error.Predicted);
            Assert.Equal(error.Confidence, error.Probabilities[error.Predicted]);
            Assert.Equal(error.Confidence, error.Probabilities.Max());
            Assert.Equal(-Math.Log(error.Probabilities[error.Label]!.Value), error.Loss!.Value, 1e-4);
            Assert.Equal($"/api/v1/datasets/synthetic/test/{error.Index}.png?sha256={sha256}", error.ImageUrl);
            Assert.Equal((false, null), (error.LabelDisputed, error.Dispute));
        }
    }

    [Fact]
    public async Task Errors_are_sorted_as_requested()
    {
        var errors = await trained.ListErrorsAsync(trained.First);

        await AssertOrderAsync("", errors.OrderBy(error => error.Index));
        await AssertOrderAsync("sort=index&order=descending", errors.OrderByDescending(error => error.Index));
        await AssertOrderAsync("sort=confidence", errors.OrderByDescending(error => error.Confidence).ThenBy(error => error.Index));
        await AssertOrderAsync("sort=confidence&order=ascending", errors.OrderBy(error => error.Confidence).ThenBy(error => error.Index));
        await AssertOrderAsync("sort=loss", errors.OrderByDescending(error => error.Loss).ThenBy(error => error.Index));
        await AssertOrderAsync("sort=loss&order=descending", errors.OrderByDescending(error => error.Loss).ThenBy(error => error.Index));
        await AssertOrderAsync(
            "label=2&predicted=3&sort=loss",
            errors.Where(error => (error.Label, error.Predicted) == (2, 3)).OrderByDescending(error => error.Loss));
    }

    [Fact]
    public async Task Equal_errors_are_sorted_by_index_and_non_finite_numbers_come_last()
    {
        var model = await trained.TrainAsync(Api.SmallRun);
        var indices = (await trained.ListErrorsAsync(model)).Select(error => error.Index).ToArray();
        await using var db = trained.OpenDatabase();
        await db.Database.ExecuteSqlAsync(
            $"UPDATE test_errors SET loss = CASE \"index\" % 3 WHEN 0 THEN NULL WHEN 1 THEN 5.5 ELSE 7.5 END WHERE model_id = {model}",
            TestContext.Current.CancellationToken);

        var descending = indices.OrderBy(index => (index % 3) switch { 2 => 0, 1 => 1, _ => 2 }).ThenBy(index => index);
        var ascending = indices.OrderBy(index => (index % 3) switch { 1 => 0, 2 => 1, _ => 2 }).ThenBy(index => index);
        Assert.Equal(descending, await IndicesAsync("sort=loss"));
        Assert.Equal(ascending, await IndicesAsync("sort=loss&order=ascending"));

        await trained.DeleteAsync(model);

        async Task<IEnumerable<int>> IndicesAsync(string query) =>
            (await trained.ListErrorsAsync(model, query)).Select(error => error.Index);
    }

    [Theory]
    [InlineData(TestErrorSort.Confidence, SortOrder.Ascending)]
    [InlineData(TestErrorSort.Confidence, SortOrder.Descending)]
    [InlineData(TestErrorSort.Loss, null)]
    public void The_query_orders_equal_errors_explicitly(TestErrorSort sort, SortOrder? order)
    {
        using var db = trained.OpenDatabase();

        Assert.Matches(
            """ORDER BY .*, "?t"?\."?index"?$""",
            db.TestErrors.Sorted(new TestErrorFilter { Sort = sort, Order = order }).ToQueryString());
    }

    [Fact]
    public async Task A_model_that_is_not_finite_is_listed_with_nulls()
    {
        var errors = await trained.ListErrorsAsync(trained.NonFinite, "sort=confidence");

        Assert.Equal(errors.Select(error => error.Index).Order(), errors.Select(error => error.Index));
        Assert.All(errors, error => Assert.Equal((0, null, null), (error.Predicted, error.Confidence, error.Loss)));
        Assert.All(errors, error => Assert.Equal(Enumerable.Repeat<float?>(null, 10), error.Probabilities));
    }

    [Fact]
    public async Task A_page_past_the_end_is_empty_and_gives_the_count()
    {
        var page = await trained.Client.GetAsync<PageOf<TestError>>($"{Path}?page=1000&pageSize=100");

        Assert.Empty(page.Items);
        Assert.Equal((await trained.ListErrorsAsync(trained.First)).Count, page.TotalCount);
    }

    [Fact]
    public async Task Links_to_other_pages_keep_the_filters()
    {
        using var response = await trained.Client.GetAsync($"{Path}?sort=loss&label=2&pageSize=1", TestContext.Current.CancellationToken);

        Assert.Contains(
            $"<{Path}?sort=loss&label=2&pageSize=1&page=2>; rel=\"next\"",
            Assert.Single(response.Headers.GetValues("Link")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pageSize=101", "pageSize", "between 1 and 100. It is 101")]
    [InlineData("page=0", "page", "between 1 and 1000000. It is 0")]
    [InlineData("label=10", "label", "between 0 and 9. It is 10")]
    [InlineData("predicted=-1", "predicted", "between 0 and 9. It is -1")]
    [InlineData("sort=size", "sort", "one of index, confidence, loss. It is 'size'")]
    [InlineData("order=up", "order", "one of ascending, descending. It is 'up'")]
    public async Task An_invalid_parameter_is_refused(string query, string parameter, string expected)
    {
        foreach (var route in new[] { Path, parameter.StartsWith("page", StringComparison.Ordinal) ? Path : $"{Path}/sheet.png" })
        {
            using var response = await trained.Client.GetAsync($"{route}?{query}", TestContext.Current.CancellationToken);
            var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
            Assert.Contains(expected, Assert.Single(problem.Errors(parameter)), StringComparison.Ordinal);
        }
    }

    private async Task AssertOrderAsync(string query, IEnumerable<TestError> expected) =>
        Assert.Equal(
            expected.Select(error => error.Index),
            (await trained.ListErrorsAsync(trained.First, query)).Select(error => error.Index));
}
