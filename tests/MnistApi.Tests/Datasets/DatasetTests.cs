using System.Net;
using MnistApi.Datasets;
using MnistApi.Http.Errors;
using MnistApi.Predictions.Contracts;
using MnistApi.Tests.Imaging;
using MnistApi.Training.Data.Idx;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Datasets;

public class DatasetTests(ServiceFixture shared) : IClassFixture<ServiceFixture>
{
    private const string Datasets = "/api/v1/datasets";

    [Fact]
    public async Task Without_MNIST_a_run_trains_on_synthetic_digits_with_a_warning_and_a_run_that_names_MNIST_is_refused()
    {
        var mnist = await MnistAsync(shared.Client, DatasetState.Unavailable);
        using var named = await shared.Client.PostJsonAsync(Api.Runs, """{"recipe":"lecture-mlp","dataset":"mnist"}""");
        var unnamed = await shared.Client.StartRunAsync("""{"recipe":"lecture-mlp","epochs":1,"validationSize":500}""");

        Assert.Contains("Put the four files", mnist.Error, StringComparison.Ordinal);
        Assert.Null(mnist.Source);
        var problem = await named.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.DatasetUnavailable);
        Assert.Contains("Put the four files", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal("synthetic", unnamed.Dataset);
        Assert.Equal(RunWarningCode.SyntheticDataset, Assert.Single(unnamed.Warnings).Code);
        using var image = await shared.Client.GetAsync($"{Datasets}/mnist/test/0.png", TestContext.Current.CancellationToken);
        await image.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.DatasetUnavailable);
    }

    [Fact]
    public async Task The_service_finds_MNIST_in_a_directory_and_describes_it()
    {
        await using var service = await ServiceProcess.StartAsync(
            null,
            ("Datasets__Mnist__Directories__0", "/nowhere"),
            ("Datasets__Mnist__Directories__1", RealMnist.Directory));
        var mnist = await MnistAsync(service.Client, DatasetState.Available);
        var run = await service.Client.StartRunAsync("""{"recipe":"lecture-mlp"}""");

        Assert.Equal(RealMnist.Directory, mnist.Source);
        Assert.Equal([60_000, 10_000], mnist.Splits.Select(split => split.Count));
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], mnist.Splits[1].LabelCounts);
        Assert.Equal(("mnist", 0), (run.Dataset, run.Warnings.Count));
    }

    [Fact]
    public async Task The_service_finds_files_that_arrive_later_when_a_run_needs_them()
    {
        var mnist = RealMnist.Directory;
        using var data = new TestDirectory();
        await using var service = await ServiceProcess.StartAsync(data.Path);
        await MnistAsync(service.Client, DatasetState.Unavailable);

        Directory.CreateDirectory(Path.Combine(data.Path, "mnist"));
        foreach (var file in Directory.GetFiles(mnist))
        {
            var name = Path.GetFileName(file);
            if (IdxDirectory.FileNames.Any(known => name.StartsWith(known, StringComparison.Ordinal)))
                File.CreateSymbolicLink(Path.Combine(data.Path, "mnist", name), file);
        }

        Assert.Equal("mnist", (await service.Client.StartRunAsync("""{"recipe":"lecture-mlp","dataset":"mnist"}""")).Dataset);
        Assert.Equal(DatasetState.Available, (await MnistAsync(service.Client, DatasetState.Available)).State);
    }

    [Fact]
    public async Task The_error_about_damaged_files_names_them()
    {
        using var data = new TestDirectory();
        foreach (var name in IdxDirectory.FileNames)
            await File.WriteAllTextAsync(Path.Combine(data.Path, name), "not idx", TestContext.Current.CancellationToken);
        await using var service = await ServiceProcess.StartAsync(null, ("Datasets__Mnist__Directories__0", data.Path));

        var mnist = await MnistAsync(service.Client, DatasetState.Unavailable);

        Assert.Contains($"{data.Path}/train-", mnist.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_has_the_pixels_of_the_file_and_can_be_cached()
    {
        await using var service = await ServiceProcess.StartAsync(null, ("Datasets__Mnist__Directories__0", RealMnist.Directory));
        using var response = await service.Client.GetAsync($"{Datasets}/mnist/test/119.png", TestContext.Current.CancellationToken);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"{Datasets}/mnist/test/119.png")
        {
            Headers = { IfNoneMatch = { response.Headers.ETag! } },
        };
        using var unchanged = await service.Client.SendAsync(again, TestContext.Current.CancellationToken);

        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl!.Public);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        var raster = TestDecoder.Decode(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(RealMnist.Test.Image(119).ToArray(), raster.ToGray());
    }

    [Fact]
    public async Task Images_of_a_replaced_dataset_are_refused_and_caches_do_not_keep_the_current_ones_for_them()
    {
        using var data = new TestDirectory();
        TestPrediction judged;
        await using (var before = await ServiceProcess.StartAsync(data.Path))
        {
            var run = await before.Client.WaitForEndAsync((await before.Client.StartRunAsync(Api.SmallRun)).Id);
            judged = (await before.Client.GetAsync<TestPrediction[]>($"{Api.Models}/{run.Id}/test-predictions?count=1"))[0];
            using var image = await before.Client.GetAsync(judged.ImageUrl, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, image.StatusCode);
            Assert.Equal("public, max-age=31536000, immutable", image.Headers.CacheControl!.ToString());
            using var bare = await before.Client.GetAsync(judged.ImageUrl.Split('?')[0], TestContext.Current.CancellationToken);
            Assert.True(bare.Headers.CacheControl!.NoCache);
        }

        await using var after = await ServiceProcess.StartAsync(data.Path, ("Datasets__Synthetic__TestCount", "501"));
        using var refused = await after.Client.GetAsync(judged.ImageUrl, TestContext.Current.CancellationToken);
        var problem = await refused.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.DatasetChanged);
        using var here = await after.Client.GetAsync(judged.ImageUrl.Split('?')[0], TestContext.Current.CancellationToken);
        using var noChecksum = await after.Client.GetAsync(
            $"{Datasets}/synthetic/test/0.png?sha256=abc",
            TestContext.Current.CancellationToken);

        Assert.Contains("Restore the earlier dataset", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, here.StatusCode);
        Assert.Single((await noChecksum.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed)).Errors("sha256"));
    }

    [Theory]
    [InlineData("mnist2", HttpStatusCode.NotFound, ProblemCode.DatasetNotFound)]
    [InlineData("mnist2/test/0.png", HttpStatusCode.NotFound, ProblemCode.DatasetNotFound)]
    [InlineData("synthetic/test/500.png", HttpStatusCode.NotFound, ProblemCode.ImageNotFound)]
    [InlineData("synthetic/test/-1.png", HttpStatusCode.BadRequest, ProblemCode.ValidationFailed)]
    [InlineData("synthetic/test/x.png", HttpStatusCode.BadRequest, ProblemCode.ValidationFailed)]
    [InlineData("synthetic/validation/0.png", HttpStatusCode.BadRequest, ProblemCode.ValidationFailed)]
    public async Task A_missing_image_and_an_invalid_path_get_different_problems(string path, HttpStatusCode status, ProblemCode code)
    {
        using var response = await shared.Client.GetAsync($"{Datasets}/{path}", TestContext.Current.CancellationToken);

        await response.AssertProblemAsync(status, code);
    }

    [Fact]
    public async Task The_synthetic_dataset_is_drawn_at_the_first_request_for_it()
    {
        await using var service = await ServiceProcess.StartAsync();
        var before = await service.Client.GetAsync<DatasetDescription>($"{Datasets}/synthetic");
        using var image = await service.Client.GetAsync($"{Datasets}/synthetic/training/0.png", TestContext.Current.CancellationToken);
        image.EnsureSuccessStatusCode();
        var after = await service.Client.GetAsync<DatasetDescription>($"{Datasets}/synthetic");

        Assert.Equal((DatasetState.Available, 0), (before.State, before.Splits.Count));
        Assert.Equal([3000, 500], after.Splits.Select(split => split.Count));
        Assert.NotNull(after.Sha256);
    }

    private static Task<DatasetDescription> MnistAsync(HttpClient client, DatasetState state) => Eventually.GetAsync(async () =>
    {
        var mnist = await client.GetAsync<DatasetDescription>($"{Datasets}/mnist");
        return mnist.State == state ? mnist : null;
    }, $"MNIST is {state}");
}
