using System.Diagnostics;
using System.Globalization;
using MnistApi.Imaging.Decoding;
using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Benchmarks;

/// <summary>
/// Measures the time and memory of decoding image files. Each file is decoded in its own process, because a process keeps memory that it
/// once had.
/// </summary>
internal static class DecodingCommand
{
    private const int MaxSide = 2048; // As the service decodes.
    private const int Rounds = 9;

    public static int Run(IEnumerable<string> files)
    {
        Machine.Print("decoding FILE ...");
        Report.Header("file", "MB", "first ms", "median ms", "memory of the first, MB");
        foreach (var file in files)
        {
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["decoding-of", file]))!;
            process.WaitForExit();
        }

        return 0;
    }

    /// <summary>Prints the row of one file.</summary>
    public static int RunOne(string path)
    {
        var file = File.ReadAllBytes(path);
        var decoder = new ImageDecoder(ImageLimits.Default);
        var (name, megabytes) = (Path.GetFileName(path), file.Length / 1e6);
        try
        {
            var before = MemoryOf("VmRSS:");
            var first = TimeOf(() => decoder.Decode(file, MaxSide));
            var memory = MemoryOf("VmHWM:") - before;
            double[] times = [.. Enumerable.Range(0, Rounds).Select(_ => TimeOf(() => decoder.Decode(file, MaxSide))).Order()];
            Report.Row($"{name}", $"{megabytes:F1}", $"{first:F1}", $"{times[Rounds / 2]:F1}", $"{memory:F0}");
        }
        catch (ImageRejectedException e)
        {
            Report.Row($"{name}", $"{megabytes:F1}", $"{e.Message}", $"", $"");
        }

        return 0;
    }

    private static double TimeOf(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Reads a Linux counter in MB: <c>VmRSS:</c> is the current memory of the process, <c>VmHWM:</c> its peak.</summary>
    private static double MemoryOf(string counter)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(counter, StringComparison.Ordinal));
        var kilobytes = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1];
        return double.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
