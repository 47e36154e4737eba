using Microsoft.Extensions.Options;
using MnistApi.Settings;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks.Layers;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>
/// Loads libtorch and chooses the method that computes convolutions. A worker does this at its start. A process that also serves the API
/// does it before its first training, because libtorch takes about a second and 130 MB, and predictions do not need it.
/// </summary>
internal sealed partial class KernelCheck(
    IOptions<ProcessOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<KernelCheck> logger) : IDisposable
{
    private readonly Lock _running = new();
    private bool _isDone;

    /// <summary>Whether this process ends because it cannot train.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Makes sure that the method is chosen.</summary>
    /// <exception cref="KernelsUnusableException">No allowed method is right on this processor.</exception>
    public void Run()
    {
        lock (_running)
        {
            if (_isDone) return;
            Choose();
            _isDone = true;
        }
    }

    /// <summary>
    /// Like <see cref="Run"/>, but if that fails, this process stops and does not take a run. Otherwise it would take the runs of processes
    /// that can train, again and again. The check runs on a thread of its own, because libtorch creates helper threads for each thread that
    /// uses it. Those of the calling thread, which trains later, must have its low priority.
    /// </summary>
    public bool TryRun()
    {
        try
        {
            Task.Factory
                .StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .GetAwaiter().GetResult();
            return true;
        }
        catch (Exception e)
        {
            HasFailed = true;
            if (e is KernelsUnusableException) LogFailed(logger, null, e.Message);
            else LogFailed(logger, e, "libtorch does not load.");
            lifetime.StopApplication();
            return false;
        }
    }

    /// <summary>Waits for a running check and prevents a later one, because the process must not end while libtorch loads.</summary>
    public void Dispose()
    {
        lock (_running) _isDone = true;
    }

    private void Choose()
    {
        AppContext.SetData(ConvolutionKernels.ForcedMethodSwitch, options.Value.Convolutions);
        var choice = ConvolutionKernels.Chosen;
        foreach (var (method, error) in choice.Rejected) LogRejected(logger, method, error);
        LogChosen(logger, choice.Method, choice.IsForced);
    }

    [LoggerMessage(LogLevel.Warning, "libtorch computes wrong convolutions on this processor with the method {Method}: {Error}")]
    private static partial void LogRejected(ILogger logger, ConvolutionMethod method, string error);

    [LoggerMessage(LogLevel.Information, "Convolutions are computed with the method {Method} (forced by a setting: {IsForced})")]
    private static partial void LogChosen(ILogger logger, ConvolutionMethod method, bool isForced);

    [LoggerMessage(LogLevel.Critical, "This process cannot train, so it stops: {Reason}")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string reason);
}
