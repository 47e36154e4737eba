namespace MnistApi.Training.Kernels;

/// <summary>How a process computes convolutions.</summary>
/// <param name="Method">The method that the self-check found right.</param>
/// <param name="IsForced">Whether the caller named it.</param>
/// <param name="Rejected">Faster methods with what the self-check found wrong with each.</param>
public sealed record KernelChoice(ConvolutionMethod Method, bool IsForced, IReadOnlyDictionary<ConvolutionMethod, string> Rejected);
