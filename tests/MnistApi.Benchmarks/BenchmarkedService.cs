using System.Diagnostics;

namespace MnistApi.Benchmarks;

/// <summary>The service in a process of its own, with a data directory that is gone afterwards.</summary>
internal sealed class BenchmarkedService : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly DirectoryInfo _data;

    private BenchmarkedService(Process process, DirectoryInfo data, Uri address) =>
        (_process, _data, Client) = (process, data, new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan });

    public HttpClient Client { get; }

    public static async Task<BenchmarkedService> StartAsync()
    {
        var data = Directory.CreateTempSubdirectory("mnistapi-");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "MnistApi.dll")])
        {
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0", ["DataDirectory"] = data.FullName, ["Datasets__Mnist__Directories__0"] = Mnist.Directory },
        };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is not (>= 0 and var found)) continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new BenchmarkedService(process, data, new Uri(line[(found + Listening.Length)..]));
        }

        throw new InvalidOperationException("The service did not start.");
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _data.Delete(recursive: true);
    }
}
