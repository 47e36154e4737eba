using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Http.Parameters;

public class UnknownParameterTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("training-runs?stat=failed", "stat", "There is no parameter 'stat'; did you mean state?")]
    [InlineData(
        "training-runs?sort=accuracy",
        "sort",
        "There is no parameter 'sort'; this route takes state, recipe, dataset, sweep, page, pageSize.")]
    [InlineData("training-runs?pagesize=5&Pagee=2", "Pagee", "There is no parameter 'Pagee'; did you mean page?")]
    [InlineData("models?datset=mnist", "datset", "There is no parameter 'datset'; did you mean dataset?")]
    [InlineData("models/builtin?page=1", "page", "There is no parameter 'page'; this route takes none.")]
    [InlineData("models/builtin?model=builtin", "model", "There is no parameter 'model'; this route takes none.")]
    [InlineData("models/builtin/test-errors?labell=4", "labell", "There is no parameter 'labell'; did you mean label?")]
    [InlineData(
        "models/builtin/test-errors/sheet.png?pageSize=4",
        "pageSize",
        "There is no parameter 'pageSize'; this route takes start, count, label, predicted, minConfidence, writer, series, sort, order.")]
    [InlineData("recipes?databases=1", "databases", "There is no parameter 'databases'; this route takes none.")]
    [InlineData("datasets/synthetic/test/1.png?split=training", "split", "There is no parameter 'split'; this route takes sha256.")]
    [InlineData("models?recipe=mlp&recipe=cnn", "recipe", "The parameter recipe must be given once. It is given 2 times.")]
    public async Task An_unknown_parameter_is_refused_with_the_nearest_name(string path, string name, string message)
    {
        using var response = await service.Client.GetAsync($"/api/v1/{path}", TestContext.Current.CancellationToken);

        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
        Assert.Equal([message], problem.Errors(name));
    }

    [Fact]
    public async Task Requests_that_change_something_refuse_unknown_parameters_and_change_nothing()
    {
        using var started = await service.Client.PostJsonAsync($"{Api.Runs}?epochs=5", Api.SmallRun);
        await started.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
        using var predicted = await service.Client.PostJsonAsync(
            $"{Api.Predictions}?modell=builtin",
            $$"""{"pixels":[{{string.Join(",", new int[784])}}]}""");

        var problem = await predicted.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
        Assert.Equal(["There is no parameter 'modell'; did you mean model?"], problem.Errors("modell"));
        Assert.Empty((await service.Client.GetAsync<PageOf<TrainingRun>>(Api.Runs)).Items);
    }

    [Fact]
    public async Task A_list_accepts_every_documented_parameter()
    {
        string[] paths =
        [
            "training-runs?state=failed&recipe=mlp&dataset=mnist&PAGE=1&pageSize=2",
            "models?recipe=x&dataset=y&page=1&pageSize=2",
            "sweeps?state=running&page=1&pageSize=2",
            "models/builtin/test-errors?label=1&predicted=2&sort=loss&order=ascending&page=1&pageSize=2",
        ];
        foreach (var path in paths)
        {
            using var response = await service.Client.GetAsync($"/api/v1/{path}", TestContext.Current.CancellationToken);
            Assert.True(
                response.StatusCode == HttpStatusCode.OK,
                $"{path}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }
    }
}
