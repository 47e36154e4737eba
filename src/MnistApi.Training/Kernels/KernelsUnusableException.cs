namespace MnistApi.Training.Kernels;

/// <summary>libtorch computes wrong convolutions on this processor with every allowed method.</summary>
public sealed class KernelsUnusableException : Exception
{
    internal KernelsUnusableException(IReadOnlyDictionary<ConvolutionMethod, string> rejected, bool isForced)
        : base($"libtorch computes wrong convolutions on this processor. {Reasons(rejected)} {Advice(isForced)}")
    {
    }

    private static string Reasons(IReadOnlyDictionary<ConvolutionMethod, string> rejected) =>
        string.Join(" ", rejected.Select(entry => $"Method {entry.Key}: {entry.Value}."));

    private static string Advice(bool isForced) => isForced ? "Do not force a method, or use another processor." : "Use another processor.";
}
