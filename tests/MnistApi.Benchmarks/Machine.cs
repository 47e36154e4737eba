using MnistApi.Training.Training;

namespace MnistApi.Benchmarks;

/// <summary>Prints the header of every result: the command and the machine, without which the figures mean nothing.</summary>
internal static class Machine
{
    public static void Print(string command)
    {
        var versions = LibraryVersions.Current();
        var (cores, threads) = (Environment.ProcessorCount, TorchSharp.torch.get_num_threads());
        Report.Text($"""
            Command: `dotnet run -c Release --project tests/MnistApi.Benchmarks -- {command}`

            Machine: {Processor()}, {cores} cores, {versions["system"]}, .NET {versions["dotnet"]}, libtorch {versions["libtorch"]},
            libtorch's default of {threads} threads, {DateTimeOffset.UtcNow:yyyy-MM-dd}.

            """);
    }

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim()
        : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown processor";
}
