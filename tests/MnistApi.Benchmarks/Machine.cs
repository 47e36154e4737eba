using System.Globalization;
using MnistApi.Training.Training;

namespace MnistApi.Benchmarks;

/// <summary>The header that every result carries: figures mean nothing without it.</summary>
internal static class Machine
{
    public static void Print(string command)
    {
        var versions = LibraryVersions.Current();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            Command: `dotnet run -c Release --project tests/MnistApi.Benchmarks -- {command}`

                Machine: {Processor()}, {Environment.ProcessorCount} cores, {versions["system"]}, .NET {versions[
                    "dotnet"
                ]}, libtorch {versions[
                    "libtorch"
                ]}, libtorch's default of {TorchSharp.torch.get_num_threads()} threads, {DateTimeOffset.UtcNow:yyyy-MM-dd}.

            """));
    }

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim()
        : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown processor";
}
