using MnistApi.Startup;
using MnistApi.Tests.Predictions;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks.Layers;

namespace MnistApi.Tests.Startup;

public class KernelStartTests
{
    [Fact]
    public async Task A_setting_forces_a_method_and_every_method_gives_the_same_answers()
    {
        await using var chosen = await ServiceProcess.StartAsync();
        await using var unfolded = await ServiceProcess.StartAsync(null, ("Convolutions", "unfolded"));

        Assert.Equal(ConvolutionKernels.Chosen.Method, (await chosen.Client.GetAsync<Readiness>("/health/ready")).Checks.Convolutions);
        Assert.Equal(ConvolutionMethod.Unfolded, (await unfolded.Client.GetAsync<Readiness>("/health/ready")).Checks.Convolutions);
        Assert.Contains(
            "Convolutions are computed with the method Unfolded (forced by a setting: True)",
            unfolded.Output,
            StringComparison.Ordinal);
        for (var i = 0; i < 10; i++)
        {
            var image = await chosen.Client.GetByteArrayAsync(
                $"/api/v1/datasets/synthetic/test/{i}.png",
                TestContext.Current.CancellationToken);
            var a = await chosen.Client.PredictAsync(UploadRequests.Raw(image));
            var b = await unfolded.Client.PredictAsync(UploadRequests.Raw(image));
            Assert.All(a.Probabilities.Zip(b.Probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact]
    public async Task A_method_that_does_not_exist_stops_the_start()
    {
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(null, ("Convolutions", "sideways"));

        Assert.Equal(1, exitCode);
        Assert.Contains("Convolutions", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task libtorch_writes_nothing_to_standard_error()
    {
        await using var service = await ServiceProcess.StartAsync();
        for (var i = 0; i < 5; i++) await service.Client.PredictAsync(UploadRequests.Pixels());

        Assert.DoesNotContain("NNPACK", service.Output, StringComparison.Ordinal);
    }
}
