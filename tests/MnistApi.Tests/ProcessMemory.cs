using System.Globalization;

namespace MnistApi.Tests;

/// <summary>Measures the memory of a process.</summary>
internal static class ProcessMemory
{
    /// <summary>Resets the peak to the memory that is in use now.</summary>
    public static void ResetPeak(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    /// <summary>The peak memory in MiB.</summary>
    public static double Peak(int process) =>
        long.Parse(
            File.ReadLines($"/proc/{process}/status")
                .First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture) / 1024.0;
}
