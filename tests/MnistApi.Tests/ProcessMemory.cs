using System.Globalization;

namespace MnistApi.Tests;

/// <summary>What a process has of the machine's memory.</summary>
internal static class ProcessMemory
{
    /// <summary>Makes the memory in use now the peak.</summary>
    public static void ResetPeak(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    /// <summary>The most memory that was in use at once, in MiB.</summary>
    public static double Peak(int process) =>
        long.Parse(
            File.ReadLines($"/proc/{process}/status")
                .First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture) / 1024.0;
}
