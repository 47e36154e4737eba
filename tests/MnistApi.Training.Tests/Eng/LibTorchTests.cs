using System.Runtime.InteropServices;
using TorchSharp;

namespace MnistApi.Training.Tests.Eng;

public sealed class LibTorchTests
{
    [Fact]
    public void Torch_loads_and_computes()
    {
        using var scope = torch.NewDisposeScope();
        var matrix = torch.tensor(new float[,] { { 1, 2 }, { 3, 4 } }).requires_grad_();

        var product = matrix.mm(matrix).sum();
        product.backward();

        Assert.Equal(54, product.item<float>());
        Assert.Equal([7f, 11f, 9f, 13f], matrix.grad!.data<float>().ToArray());
    }

    [Fact]
    public void The_output_has_no_natives_of_other_platforms()
    {
        var runtimes = new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "runtimes"));
        Assert.SkipUnless(runtimes.Exists, "Built for one platform: the natives lie beside the assembly.");

        var platforms = runtimes.GetDirectories().Where(d => Directory.Exists(Path.Combine(d.FullName, "native"))).Select(d => d.Name);

        var current = $"{RuntimeInformation.RuntimeIdentifier}-";
        Assert.All(platforms, platform =>
            Assert.True(platform == "unix" || current.StartsWith($"{platform}-", StringComparison.Ordinal), platform));
    }

    [Fact]
    public void Libtorch_is_linked_from_the_package_cache_and_not_copied()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no stat.");
        var output = Directory.EnumerateFiles(AppContext.BaseDirectory, "libtorch_cpu.*", SearchOption.AllDirectories).Single();
        var cached = TestPaths.Packaged("libtorch_cpu");
        Assert.SkipUnless(File.Exists(cached), "The package cache was cleared after the build.");
        Assert.SkipUnless(
            FileLinks.Volume(output) == FileLinks.Volume(cached),
            "The package cache is on another volume, across which there are no links.");

        Assert.True(FileLinks.Stat(output).Links > 1, $"{output} is a copy of {cached}.");
    }
}
