using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.TestErrors;
using MnistApi.Tests.Predictions;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.ModelRegistry.Serving;

public class ChangedDatasetTests
{
    [Fact]
    public async Task Requests_that_need_images_of_a_replaced_dataset_are_refused_and_the_others_work()
    {
        using var data = new TestDirectory();
        Guid old;
        await using (var service = await ServiceProcess.StartAsync(data.Path)) old = await TrainAsync(service);
        await using var changed = await ServiceProcess.StartAsync(data.Path, ("Datasets__Synthetic__TestCount", "400"));
        var other = await TrainAsync(changed);

        await AssertProblemAsync(
            $"{old}/test-errors/sheet.png",
            HttpStatusCode.ServiceUnavailable,
            ProblemCode.DatasetUnavailable,
            "Restore the earlier dataset");
        await AssertProblemAsync(
            $"{old}/test-predictions",
            HttpStatusCode.ServiceUnavailable,
            ProblemCode.DatasetUnavailable,
            "Restore the earlier dataset");
        await AssertProblemAsync(
            $"compare?a={old}&b={other}",
            HttpStatusCode.Conflict,
            ProblemCode.ModelsNotComparable,
            "Compare models of the same dataset");
        Assert.NotEmpty((await changed.Client.GetAsync<PageOf<TestError>>($"{Api.Models}/{old}/test-errors")).Items);
        Assert.Equal(old, (await changed.Client.PredictAsync(UploadRequests.Pixels(), $"{old}")).Model.Id);
        Assert.Equal(400, (await changed.Client.GetAsync<ModelEvaluation>($"{Api.Models}/{other}/evaluation")).SampleCount);

        async Task AssertProblemAsync(string path, HttpStatusCode status, ProblemCode code, string whatToDo)
        {
            using var response = await changed.Client.GetAsync($"{Api.Models}/{path}", TestContext.Current.CancellationToken);
            Assert.Contains(whatToDo, (string)(await response.AssertProblemAsync(status, code))["detail"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_MNIST_a_model_trained_on_it_has_a_list_of_errors_but_no_sheet()
    {
        using var data = new TestDirectory();
        Guid model;
        await using (var service = await ServiceProcess.StartAsync(data.Path, ("Datasets__Mnist__Directories__0", RealMnist.Directory)))
        {
            model = (
                await service.Client.StartRunAsync(
                    """{"recipe":"mlp","dataset":"mnist","epochs":1,"batchSize":1000,"seed":1,"network":{"hiddenUnits":[4]}}""")).Id;
            await service.Client.WaitForEndAsync(model);
        }

        await using var without = await ServiceProcess.StartAsync(data.Path);
        using var sheet = await without.Client.GetAsync(
            $"{Api.Models}/{model}/test-errors/sheet.png",
            TestContext.Current.CancellationToken);
        var problem = await sheet.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.DatasetUnavailable);

        Assert.Contains("Put the four files", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.NotEmpty((await without.Client.GetAsync<PageOf<TestError>>($"{Api.Models}/{model}/test-errors")).Items);
    }

    private static async Task<Guid> TrainAsync(ServiceProcess service)
    {
        var ended = await service.Client.WaitForEndAsync((await service.Client.StartRunAsync(Api.SmallRun)).Id);
        Assert.Equal(RunState.Succeeded, ended.State);
        return ended.Id;
    }
}
