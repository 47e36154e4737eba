using MnistApi.Startup;
using MnistApi.Tests.Predictions;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks.Layers;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.TrainingRuns.Workers;

public class KernelCheckTests
{
    private const string ConvolutionalRun = """{"recipe":"cnn-fast","dataset":"synthetic","epochs":1,"validationSize":500,"seed":1}""";

    [Fact]
    public async Task A_process_loads_libtorch_and_chooses_a_method_when_it_trains_for_the_first_time()
    {
        await using var service = await ServiceProcess.StartAsync();

        await service.Client.PredictAsync(UploadRequests.Pixels());
        Assert.Null(await ChosenByAsync(service));
        Assert.False(HasLoadedLibtorch(service));

        await TrainAsync(service);
        Assert.Equal(ConvolutionKernels.Chosen.Method, await ChosenByAsync(service));
        Assert.True(HasLoadedLibtorch(service));
        Assert.DoesNotContain("NNPACK", service.Output, StringComparison.Ordinal); // libtorch writes it to standard error.
    }

    [Fact]
    public async Task A_setting_forces_a_method()
    {
        await using var service = await ServiceProcess.StartAsync(null, ("Convolutions", "unfolded"));

        await TrainAsync(service);

        Assert.Equal(ConvolutionMethod.Unfolded, await ChosenByAsync(service));
        Assert.Contains(
            "Convolutions are computed with the method Unfolded (forced by a setting: True)",
            service.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_does_not_exist_stops_the_start()
    {
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(null, ("Convolutions", "sideways"));

        Assert.Equal(1, exitCode);
        Assert.Contains("Convolutions", output, StringComparison.Ordinal);
    }

    private static async Task TrainAsync(ServiceProcess service)
    {
        var run = await service.Client.WaitForEndAsync((await service.Client.StartRunAsync(ConvolutionalRun)).Id);
        Assert.Equal(RunState.Succeeded, run.State);
        Assert.InRange(run.Test!.Accuracy, 0.7, 1);
    }

    private static async Task<ConvolutionMethod?> ChosenByAsync(ServiceProcess service) =>
        (await service.Client.GetAsync<Readiness>("/health/ready")).Checks.Convolutions;

    private static bool HasLoadedLibtorch(ServiceProcess service) =>
        File.ReadAllText($"/proc/{service.ProcessId}/maps").Contains("libtorch_cpu", StringComparison.Ordinal);
}
