using Microsoft.Extensions.Options;
using MnistApi.Settings;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks.Layers;

namespace MnistApi.Startup;

/// <summary>Chooses the method that computes convolutions, before the first computation.</summary>
internal static partial class KernelStart
{
    /// <exception cref="KernelsUnusableException">
    /// libtorch computes wrong convolutions on this processor with every allowed method.
    /// </exception>
    public static void ChooseKernels(this IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ProcessOptions>>().Value;
        AppContext.SetData(ConvolutionKernels.ForcedMethodSwitch, options.Convolutions);
        var choice = ConvolutionKernels.Chosen;
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(KernelStart));
        foreach (var (method, error) in choice.Rejected) LogRejected(logger, method, error);
        LogChosen(logger, choice.Method, choice.IsForced);
    }

    [LoggerMessage(LogLevel.Warning, "libtorch computes wrong convolutions on this processor with the method {Method}: {Error}")]
    private static partial void LogRejected(ILogger logger, ConvolutionMethod method, string error);

    [LoggerMessage(LogLevel.Information, "Convolutions are computed with the method {Method} (forced by a setting: {IsForced})")]
    private static partial void LogChosen(ILogger logger, ConvolutionMethod method, bool isForced);
}
