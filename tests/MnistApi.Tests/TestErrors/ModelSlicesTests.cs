using System.Net;
using MnistApi.Http.Errors;
using MnistApi.TestErrors;
using MnistApi.Tests.ModelRegistry;
using MnistApi.Training.Evaluation.Slices;

namespace MnistApi.Tests.TestErrors;

[Collection(TrainedModels.Collection)]
[Trait(TestDatabase.Category, TestDatabase.AnyProvider)]
public class ModelSlicesTests(TrainedModels trained)
{
    [Fact]
    public async Task Each_dimension_has_all_images_and_all_errors_of_the_model()
    {
        var errors = await trained.ListErrorsAsync(trained.First);
        var slices = await trained.Client.GetAsync<ModelSlices>($"{Api.Models}/{trained.First}/slices");

        Assert.Equal(trained.First, slices.ModelId);
        Assert.Equal(
            [SliceDimension.Digit, SliceDimension.StrokeWidth, SliceDimension.Slant, SliceDimension.Size],
            slices.Slices.Select(slice => slice.Dimension).Distinct());
        Assert.All(slices.Slices.GroupBy(slice => slice.Dimension), dimension =>
        {
            Assert.Equal(TrainedModels.TestCount, dimension.Sum(slice => slice.SampleCount));
            Assert.Equal(errors.Count, dimension.Sum(slice => slice.ErrorCount));
        });
        Assert.All(
            slices.Slices.Where(slice => slice.Dimension == SliceDimension.Digit),
            slice => Assert.Equal(errors.Count(error => $"{error.Label}" == slice.Name), slice.ErrorCount));
    }

    [Fact]
    public async Task A_dataset_without_writers_has_none_and_a_filter_by_them_finds_nothing()
    {
        Assert.Empty((await trained.Client.GetAsync<ModelSlices>($"{Api.Models}/{trained.First}/slices")).WorstWriters);
        Assert.Empty(await trained.ListErrorsAsync(trained.First, "series=students"));
        Assert.Empty(await trained.ListErrorsAsync(trained.First, "writer=7"));
        Assert.All(await trained.ListErrorsAsync(trained.First), error => Assert.Equal((null, null), (error.Writer, error.Series)));
    }

    [Theory]
    [InlineData("series=teachers", "series", "The parameter series must be one of employees, students. It is 'teachers'.")]
    [InlineData("writer=4100", "writer", "The parameter writer must be between 0 and 4099. It is 4100.")]
    public async Task A_bad_filter_is_refused_with_what_was_expected(string query, string parameter, string expected)
    {
        using var response = await trained.Client.GetAsync(
            $"{Api.Models}/{trained.First}/test-errors?{query}", TestContext.Current.CancellationToken);
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.Equal([expected], problem.Errors(parameter));
    }

    [Fact]
    public async Task An_unknown_model_has_no_slices()
    {
        using var response = await trained.Client.GetAsync($"{Api.Models}/nobody/slices", TestContext.Current.CancellationToken);

        await response.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.ModelNotFound);
    }
}
