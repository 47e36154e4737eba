using System.Diagnostics;
using System.Globalization;
using MnistApi.Imaging;

namespace MnistApi.Benchmarks;

/// <summary>Measures the time and memory of decoding image files, each in a process of its own, because a process keeps the memory that it once had.</summary>
internal static class DecodingCommand
{
    private const int MaxSide = 2048; // as the service decodes
    private const int Rounds = 9;

    public static int Run(IEnumerable<string> files)
    {
        Machine.Print("decoding FILE ...");
        Console.WriteLine("| file | MB | first ms | median ms | memory of the first, MB |\n|---|---|---|---|---|");
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
        var row = string.Create(CultureInfo.InvariantCulture, $"| {Path.GetFileName(path)} | {file.Length / 1e6:F1} |");
        try
        {
            var before = MemoryOf("VmRSS:");
            var first = TimeOf(() => decoder.Decode(file, MaxSide));
            var memory = MemoryOf("VmHWM:") - before;
            double[] times = [.. Enumerable.Range(0, Rounds).Select(_ => TimeOf(() => decoder.Decode(file, MaxSide))).Order()];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row} {first:F1} | {times[Rounds / 2]:F1} | {memory:F0} |"));
        }
        catch (ImageRejectedException e)
        {
            Console.WriteLine($"{row} {e.Message} | | |");
        }

        return 0;
    }

    private static double TimeOf(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>In MB, as Linux counts it: <c>VmRSS:</c> is what the process has, <c>VmHWM:</c> the most that it had.</summary>
    private static double MemoryOf(string counter) =>
        double.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(counter, StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1000;
}
