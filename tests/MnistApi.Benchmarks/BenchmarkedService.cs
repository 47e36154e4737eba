using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace MnistApi.Benchmarks;

/// <summary>The service in its own process, with a data directory that is deleted afterwards.</summary>
internal sealed class BenchmarkedService : IDisposable
{
    private const string Listening = "Now listening on: ";

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly Process _process;
    private readonly DirectoryInfo _data;

    private BenchmarkedService(Process process, DirectoryInfo data, Uri address) =>
        (_process, _data, Client) = (process, data, new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan });

    public HttpClient Client { get; }

    /// <summary>The file of the database, if the service uses SQLite.</summary>
    public string DatabaseFile => Path.Combine(_data.FullName, "mnistapi.db");

    /// <summary>The processor time in seconds that the process has used on all cores.</summary>
    public double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <param name="settings">Environment variables, such as <c>Training__Threads</c>.</param>
    public static async Task<BenchmarkedService> StartAsync(params (string Name, string Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("mnistapi-");
        var start = new ProcessStartInfo("dotnet", [Path.GetFullPath("../../MnistApi/release/MnistApi.dll", AppContext.BaseDirectory)])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = data.FullName,
            Environment =
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["DataDirectory"] = data.FullName,
                ["Datasets__Mnist__Directories__0"] = Path.GetFullPath(Mnist.Directory),
            },
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is not (>= 0 and var found)) continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new BenchmarkedService(process, data, new Uri(line[(found + Listening.Length)..]));
        }

        throw new InvalidOperationException("The service did not start.");
    }

    /// <summary>Posts JSON and reads the JSON answer.</summary>
    public async Task<JsonElement> PostAsync<TBody>(string path, TBody body)
    {
        using var response = await Client.PostAsJsonAsync(path, body);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Polls a run or a sweep until it has succeeded.</summary>
    /// <returns>The last answer of the service.</returns>
    public async Task<JsonElement> WaitAsync(string path)
    {
        while (true)
        {
            var answer = await Client.GetFromJsonAsync<JsonElement>(path);
            switch (answer.GetProperty("state").GetString())
            {
                case "succeeded": return answer;
                case "failed" or "cancelled": throw new InvalidOperationException($"{path} did not succeed: {answer}");
                default: await Task.Delay(LookInterval); break;
            }
        }
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
