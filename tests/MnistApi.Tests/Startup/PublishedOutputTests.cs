using System.Diagnostics;
using System.Reflection.PortableExecutable;

namespace MnistApi.Tests.Startup;

/// <summary>
/// The files that <c>dotnet publish</c> writes: what the service needs, and nothing that only development or unused parts of a dependency
/// need.
/// </summary>
public sealed class PublishedOutputTests(PublishedOutput output) : IClassFixture<PublishedOutput>
{
    [Theory]
    [InlineData("SkiaSharp")] // TorchSharp refers to it for torchvision's image files.
    [InlineData("libSkiaSharp")]
    [InlineData("Microsoft.CodeAnalysis")] // Microsoft.EntityFrameworkCore.Design depends on it.
    [InlineData("Microsoft.EntityFrameworkCore.Design")]
    [InlineData("builtin")] // The model is embedded in the assembly.
    public void The_output_has_no_file_of(string prefix)
    {
        Assert.DoesNotContain(output.Files, file => Path.GetFileName(file).StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_output_has_one_libtorch_and_one_image_library()
    {
        Assert.Single(output.Files, file => Path.GetFileNameWithoutExtension(file) is "libtorch_cpu" or "torch_cpu");
        Assert.Single(output.Files, file => Path.GetFileName(file).StartsWith("SixLabors.ImageSharp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("MnistApi.dll")]
    [InlineData("Microsoft.EntityFrameworkCore.dll")]
    public void In_a_release_its_assemblies_are_compiled_to_machine_code(string assembly)
    {
        Assert.SkipUnless(Repository.Configuration == "release", "A debug build leaves the compilation to the runtime.");
        using var reader = new PEReader(File.OpenRead(output.Files.Single(file => Path.GetFileName(file) == assembly)));

        Assert.NotEqual(0, reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
    }

    [Fact]
    public void Its_dependencies_name_no_missing_file()
    {
        var dependencies = File.ReadAllText(output.Files.Single(file => Path.GetFileName(file) == "MnistApi.deps.json"));

        Assert.DoesNotContain("SkiaSharp.dll", dependencies, StringComparison.Ordinal);
    }
}

/// <summary>The published service, without building it again.</summary>
public sealed class PublishedOutput : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TestDirectory _directory = new();

    public PublishedOutput()
    {
        string[] arguments =
        [
            "publish", Repository.PathOf("src/MnistApi"), "--no-build", "-c", Repository.Configuration, "-o", _directory.Path,
            "-nodeReuse:false", "-maxCpuCount:1",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit)) process.Kill(entireProcessTree: true);

        Assert.True(process.ExitCode == 0, said.Result);
        Files = Directory.GetFiles(_directory.Path, "*", SearchOption.AllDirectories);
    }

    public string[] Files { get; }

    public void Dispose() => _directory.Dispose();
}
