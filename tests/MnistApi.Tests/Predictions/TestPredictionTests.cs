using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Predictions.Contracts;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.Predictions;

[Collection(TrainedModels.Collection)]
public class TestPredictionTests(TrainedModels trained)
{
    private string Path => $"{Api.Models}/{trained.First}/test-predictions";

    [Fact]
    public async Task The_incorrect_predictions_are_the_list_of_test_errors()
    {
        var predictions = await trained.Client.GetAsync<TestPrediction[]>($"{Path}?count=1000");
        var errors = await trained.ListErrorsAsync(trained.First);

        Assert.Equal(Enumerable.Range(0, TrainedModels.TestCount), predictions.Select(prediction => prediction.Index));
        Assert.Equal(
            errors.Select(error => (error.Index, error.Label, error.Predicted)),
            predictions
                .Where(prediction => !prediction.Correct)
                .Select(prediction => (prediction.Index, prediction.Label, prediction.Digit)));
        Assert.All(predictions, prediction => Assert.Equal(prediction.Confidence, prediction.Probabilities.Max()));
        Assert.All(errors, error =>
            PredictionTests.AssertClose(
                error.Probabilities.Select(probability => probability!.Value),
                predictions[error.Index].Probabilities));
        Assert.All(errors, error => Assert.Equal(predictions[error.Index].ImageUrl, error.ImageUrl));
    }

    [Theory]
    [InlineData("", 0, 10)]
    [InlineData("start=5", 5, 10)]
    [InlineData("start=495", 495, 5)]
    [InlineData("start=499&count=1000", 499, 1)]
    [InlineData("start=500", 500, 0)]
    [InlineData("start=2147483647&count=1000", 500, 0)]
    public async Task A_range_ends_where_the_images_end(string query, int start, int count) =>
        Assert.Equal(
            Enumerable.Range(start, count),
            (await trained.Client.GetAsync<TestPrediction[]>($"{Path}?{query}")).Select(prediction => prediction.Index));

    [Theory]
    [InlineData("start=-1", "start", "between 0 and 2147483647. It is -1")]
    [InlineData("count=0", "count", "between 1 and 1000. It is 0")]
    [InlineData("count=1001", "count", "between 1 and 1000. It is 1001")]
    [InlineData("count=many", "count", "a whole number. It is 'many'")]
    public async Task An_invalid_range_is_refused(string query, string parameter, string expected)
    {
        using var response = await trained.Client.GetAsync($"{Path}?{query}", TestContext.Current.CancellationToken);
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.Contains(expected, Assert.Single(problem.Errors(parameter)), StringComparison.Ordinal);
    }
}
