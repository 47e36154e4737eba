using Microsoft.Extensions.Options;
using MnistApi.Settings;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks.Layers;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>
/// Chooses the method that computes convolutions before this process trains for the first time. Until then libtorch is not loaded, because
/// it takes a second and 150 MB, and predictions do not need it.
/// </summary>
internal sealed partial class KernelCheck
{
    private readonly Lazy<KernelChoice> _choice;
    private readonly ILogger<KernelCheck> _logger;

    public KernelCheck(IOptions<ProcessOptions> options, ILogger<KernelCheck> logger)
    {
        _logger = logger;
        _choice = new Lazy<KernelChoice>(() => Choose(options.Value.Convolutions));
    }

    /// <summary>Makes sure that the method is chosen. The first call takes about a second.</summary>
    /// <exception cref="KernelsUnusableException">
    /// libtorch computes wrong convolutions on this processor with every allowed method.
    /// </exception>
    public void Run() => _ = _choice.Value;

    private KernelChoice Choose(ConvolutionMethod? forced)
    {
        AppContext.SetData(ConvolutionKernels.ForcedMethodSwitch, forced);
        var choice = ConvolutionKernels.Chosen;
        foreach (var (method, error) in choice.Rejected) LogRejected(_logger, method, error);
        LogChosen(_logger, choice.Method, choice.IsForced);
        return choice;
    }

    [LoggerMessage(LogLevel.Warning, "libtorch computes wrong convolutions on this processor with the method {Method}: {Error}")]
    private static partial void LogRejected(ILogger logger, ConvolutionMethod method, string error);

    [LoggerMessage(LogLevel.Information, "Convolutions are computed with the method {Method} (forced by a setting: {IsForced})")]
    private static partial void LogChosen(ILogger logger, ConvolutionMethod method, bool isForced);
}
