using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MnistApi.Tests.Http.OpenApi;

namespace MnistApi.Tests;

/// <summary>The real service in its own process, on a free port.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    /// <summary>The number of training images in its synthetic dataset.</summary>
    public const int SyntheticTrainingCount = 3000;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TestDirectory? _ownData;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(Process process, TestDirectory? ownData) => (_process, _ownData) = (process, ownData);

    /// <summary>Sends requests to the service. Fails the test if a response is not in the OpenAPI document.</summary>
    public HttpClient Client { get; private set; } = null!;

    public int ProcessId => _process.Id;

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Starts the service and waits until it listens.</summary>
    /// <param name="dataDirectory">Null creates a temporary directory.</param>
    /// <param name="settings">Settings as environment variables, such as <c>Training__ConcurrentRuns</c>.</param>
    public static Task<ServiceProcess> StartAsync(string? dataDirectory = null, params (string Name, string Value)[] settings)
    {
        var ownData = dataDirectory is null ? new TestDirectory() : null;
        return ListeningAsync(Launch(dataDirectory ?? ownData!.Path, ownData, settings));
    }

    /// <summary>Starts a copy of the service and waits until it listens.</summary>
    /// <param name="assembly">The path of its MnistApi.dll.</param>
    public static Task<ServiceProcess> StartCopyAsync(
        string assembly, string dataDirectory, params (string Name, string Value)[] settings) =>
        ListeningAsync(Launch(dataDirectory, ownData: null, settings, assembly));

    private static async Task<ServiceProcess> ListeningAsync(ServiceProcess service)
    {
        try
        {
            var address = await service._address.Task.WaitAsync(StartTimeout);
            service.Client = new HttpClient(new DocumentedResponses(new SocketsHttpHandler()))
            {
                BaseAddress = address,
                Timeout = TimeSpan.FromMinutes(2),
            };
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the service with settings that must stop the start.</summary>
    /// <returns>The exit code and the output.</returns>
    public static async Task<(int ExitCode, string Output)> StartInVainAsync(
        string? dataDirectory = null,
        params (string Name, string Value)[] settings)
    {
        var ownData = dataDirectory is null ? new TestDirectory() : null;
        await using var service = Launch(dataDirectory ?? ownData!.Path, ownData, settings);
        service._address.Task.ContinueWith(_ => { }, TaskScheduler.Default).Forget();
        await service._process.WaitForExitAsync().WaitAsync(StartTimeout);
        return (service._process.ExitCode, service.Output);
    }

    /// <summary>Kills the process with kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal.</summary>
    /// <param name="signal">The name of the signal, such as STOP, which freezes the process, or CONT.</param>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Sends Ctrl+C and waits for the end of the process.</summary>
    /// <param name="limit">The longest time that the orderly end may take.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> InterruptAsync(TimeSpan limit)
    {
        await SignalAsync("INT");
        return await WaitForExitAsync(limit);
    }

    /// <summary>Waits for the end of the process.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync().WaitAsync(limit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        Client?.Dispose();
        _process.Dispose();
        _ownData?.Dispose();
    }

    /// <summary>Starts the service and kills it after a while, whether it listens by then or not.</summary>
    /// <param name="dataDirectory">Null creates a temporary directory.</param>
    public static async Task StartAndKillAsync(string? dataDirectory, TimeSpan after, params (string Name, string Value)[] settings)
    {
        var ownData = dataDirectory is null ? new TestDirectory() : null;
        await using var service = Launch(dataDirectory ?? ownData!.Path, ownData, settings);
        service._address.Task.ContinueWith(_ => { }, TaskScheduler.Default).Forget();
        await Task.Delay(after, TestContext.Current.CancellationToken);
        await service.KillAsync();
    }

    /// <summary>
    /// Starts the process through env. Tests that run in the background ignore SIGINT, and the service would inherit that; env restores the
    /// default.
    /// </summary>
    private static ServiceProcess Launch(
        string dataDirectory, TestDirectory? ownData, (string Name, string Value)[] settings, string? assembly = null)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", assembly ?? Repository.ServiceAssembly])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory.CreateDirectory(dataDirectory).FullName,
            Environment =
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["DataDirectory"] = dataDirectory,
                ["Datasets__Mnist__Download"] = "false",
                ["Datasets__Synthetic__TrainingCount"] = $"{SyntheticTrainingCount}",
                ["Datasets__Synthetic__TestCount"] = "500",
            },
        };
        foreach (var (name, value) in PostgresDatabase.SettingsOf(dataDirectory).Concat(settings)) start.Environment[name] = value;

        var service = new ServiceProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, ownData);
        service._process.OutputDataReceived += (_, line) => service.Read(line.Data);
        service._process.ErrorDataReceived += (_, line) => service.Read(line.Data);
        service._process.Exited += (_, _) =>
            service._address.TrySetException(new InvalidOperationException($"The service ended before it listened:\n{service.Output}"));
        service._process.Start();
        service._process.BeginOutputReadLine();
        service._process.BeginErrorReadLine();
        return service;
    }

    private void Read(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
        if (Listening().Match(line) is { Success: true } match) _address.TrySetResult(new Uri(match.Groups[1].Value));
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
