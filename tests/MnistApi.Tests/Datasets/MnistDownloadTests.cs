using System.Net;
using MnistApi.Datasets;
using MnistApi.Http.Errors;
using MnistApi.Training.Data.Idx;

namespace MnistApi.Tests.Datasets;

public class MnistDownloadTests
{
    [Fact]
    public async Task The_service_downloads_MNIST_while_it_already_answers_requests()
    {
        Assert.SkipUnless(
            IdxDirectory.FileNames.All(name => File.Exists(Path.Combine(RealMnist.Directory, name + ".gz"))),
            "The mirror needs the four .gz files.");
        await using var mirror = new HeldMirror(RealMnist.Directory);
        await using var service = await ServiceProcess.StartAsync(
            null,
            ("Datasets__Mnist__Download", "true"),
            ("Datasets__Mnist__Mirrors__0", mirror.Address.ToString()));

        var downloading = await MnistAsync(service, mnist => mnist.Download is not null, "is being received");
        using var named = await service.Client.PostJsonAsync(Api.Runs, """{"recipe":"lecture-mlp","dataset":"mnist"}""");
        var unnamed = await service.Client.StartRunAsync("""{"recipe":"lecture-mlp","epochs":1,"validationSize":500}""");
        mirror.Release();
        var available = await MnistAsync(service, mnist => mnist.State == DatasetState.Available, "is available");

        Assert.InRange(downloading.Download!.Bytes, 1, downloading.Download.TotalBytes - 1);
        var problem = await named.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.DatasetUnavailable);
        Assert.Contains("being downloaded", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal("synthetic", unnamed.Dataset);
        Assert.Equal(mirror.Address.ToString(), available.Source);
        Assert.Equal("b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a", available.Sha256);
        Assert.Equal("mnist", (await service.Client.StartRunAsync("""{"recipe":"lecture-mlp","epochs":1}""")).Dataset);
    }

    [Fact]
    public async Task Without_an_answer_from_the_mirror_MNIST_is_unavailable_and_the_error_says_why()
    {
        await using var service = await ServiceProcess.StartAsync(
            null,
            ("Datasets__Mnist__Download", "true"),
            ("Datasets__Mnist__Mirrors__0", "http://127.0.0.1:9/"));
        var mnist = await MnistAsync(service, mnist => mnist.State == DatasetState.Unavailable, "is unavailable");

        // Searching the directories again does not hide the mirror's error.
        using var refused = await service.Client.PostJsonAsync(Api.Runs, """{"recipe":"lecture-mlp","dataset":"mnist"}""");
        var problem = await refused.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.DatasetUnavailable);

        Assert.Contains("127.0.0.1:9", mnist.Error, StringComparison.Ordinal);
        Assert.Equal(mnist.Error, (string?)problem["detail"]);
    }

    [Fact]
    public async Task No_request_waits_for_a_silent_mirror()
    {
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var service = await ServiceProcess.StartAsync(
            null,
            ("Datasets__Mnist__Download", "true"),
            ("Datasets__Mnist__Mirrors__0", $"http://{silent.LocalEndpoint}/"));

        var run = await service.Client
            .StartRunAsync("""{"recipe":"lecture-mlp","epochs":1,"validationSize":500}""")
            .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal("synthetic", run.Dataset);
        Assert.Equal(DatasetState.Downloading, (await service.Client.GetAsync<DatasetDescription>("/api/v1/datasets/mnist")).State);
    }

    private static Task<DatasetDescription> MnistAsync(ServiceProcess service, Func<DatasetDescription, bool> condition, string what) =>
        Eventually.GetAsync(async () =>
        {
            var mnist = await service.Client.GetAsync<DatasetDescription>("/api/v1/datasets/mnist");
            return condition(mnist) ? mnist : null;
        }, $"MNIST {what}");
}
