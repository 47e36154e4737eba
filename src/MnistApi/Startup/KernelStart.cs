using Microsoft.Extensions.Options;
using MnistApi.Settings;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks.Layers;

namespace MnistApi.Startup;

/// <summary>Chooses how this process computes convolutions, before anything is computed.</summary>
internal static partial class KernelStart
{
    /// <exception cref="KernelsUnusableException">libtorch computes wrong convolutions on this processor in every way that is allowed.</exception>
    public static void ChooseKernels(this IServiceProvider services)
    {
        AppContext.SetData(ConvolutionKernels.ForcedMethodSwitch, services.GetRequiredService<IOptions<ProcessOptions>>().Value.Convolutions);
        var choice = ConvolutionKernels.Chosen;
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(KernelStart));
        foreach (var (method, fault) in choice.Rejected) Log.Rejected(logger, method, fault);
        Log.Chosen(logger, choice.Method, choice.IsForced);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "libtorch computes wrong convolutions on this processor with the method {Method}: {Fault}")]
        public static partial void Rejected(ILogger logger, ConvolutionMethod method, string fault);

        [LoggerMessage(LogLevel.Information, "Convolutions are computed with the method {Method} (forced by a setting: {IsForced})")]
        public static partial void Chosen(ILogger logger, ConvolutionMethod method, bool isForced);
    }
}
