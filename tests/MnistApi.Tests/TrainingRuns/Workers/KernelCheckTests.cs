using System.Diagnostics;
using MnistApi.Startup;
using MnistApi.Tests.Predictions;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks.Layers;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.TrainingRuns.Workers;

public class KernelCheckTests
{
    private const string ConvolutionalRun = """{"recipe":"cnn-fast","dataset":"synthetic","epochs":1,"validationSize":500,"seed":1}""";

    /// <summary>TorchSharp also looks for libtorch among the packages of NuGet.</summary>
    private static readonly (string Name, string Value) NoPackages = ("NUGET_PACKAGES", "/nonexistent");

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

    [Fact]
    public async Task A_process_whose_libtorch_does_not_load_predicts_and_stops_before_it_takes_a_run()
    {
        using var copy = new TestDirectory();
        using var data = new TestDirectory();
        CopyServiceWithoutLibtorch(copy.Path);
        TrainingRun run;
        var assembly = Path.Combine(copy.Path, "MnistApi.dll");
        await using (var broken = await ServiceProcess.StartCopyAsync(assembly, data.Path, NoPackages))
        {
            await broken.Client.PredictAsync(UploadRequests.Pixels());
            run = await broken.Client.StartRunAsync(Api.SmallRun);

            Assert.Equal(1, await broken.WaitForExitAsync(TimeSpan.FromSeconds(60)));
            Assert.Contains("This process cannot train, so it stops: libtorch does not load.", broken.Output, StringComparison.Ordinal);
        }

        await using var service = await ServiceProcess.StartAsync(data.Path);
        var ended = await service.Client.WaitForEndAsync(run.Id);
        Assert.Equal((RunState.Succeeded, 1), (ended.State, ended.Attempts.Count));
    }

    private static void CopyServiceWithoutLibtorch(string directory)
    {
        var output = Path.GetDirectoryName(Repository.ServiceAssembly)!;
        foreach (var file in Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file).Contains("torch_cpu", StringComparison.Ordinal)) continue;
            var target = Path.Combine(directory, Path.GetRelativePath(output, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
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
        Process.GetProcessById(service.ProcessId).Modules.Cast<ProcessModule>()
            .Any(module => module.ModuleName.Contains("torch_cpu", StringComparison.Ordinal));
}
