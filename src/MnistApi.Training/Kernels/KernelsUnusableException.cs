namespace MnistApi.Training.Kernels;

/// <summary>libtorch computes wrong convolutions on this processor with every method that was allowed.</summary>
public sealed class KernelsUnusableException : Exception
{
    internal KernelsUnusableException(IReadOnlyDictionary<ConvolutionMethod, string> rejected, bool isForced)
        : base($"libtorch computes wrong convolutions on this processor. {string.Join(" ", rejected.Select(error => $"Method {error.Key}: {error.Value}."))} {(isForced ? "Do not force a method, or run" : "Run")} on another processor.")
    {
    }
}
