namespace MnistApi.Training.Kernels;

/// <summary>How a process computes convolutions.</summary>
/// <param name="Method">The method that the self-check found right.</param>
/// <param name="IsForced">Whether the caller named it.</param>
/// <param name="Rejected">Faster methods with what the self-check found wrong with each.</param>
public sealed record KernelChoice(ConvolutionMethod Method, bool IsForced, IReadOnlyDictionary<ConvolutionMethod, string> Rejected)
{
    /// <summary>The first method without a error.</summary>
    /// <param name="methods">The allowed ones, fastest first.</param>
    /// <param name="isForced">Whether the caller named the only one.</param>
    /// <param name="findError">Says what is wrong with a method; null if it is right.</param>
    /// <exception cref="KernelsUnusableException">Every method has a error.</exception>
    public static KernelChoice Of(IReadOnlyList<ConvolutionMethod> methods, bool isForced, Func<ConvolutionMethod, string?> findError)
    {
        var rejected = new Dictionary<ConvolutionMethod, string>();
        foreach (var method in methods)
        {
            if (findError(method) is not { } error) return new KernelChoice(method, isForced, rejected);
            rejected.Add(method, error);
        }

        throw new KernelsUnusableException(rejected, isForced);
    }

    /// <summary>The method for one more shape: the chosen one or, if that is wrong for it and was not forced, the next.</summary>
    /// <param name="methods">The methods that the choice was made from, fastest first.</param>
    /// <param name="findError">Says what is wrong with a method for this shape; null if it is right.</param>
    /// <exception cref="KernelsUnusableException">Every remaining method has a error.</exception>
    public ConvolutionMethod MethodFor(IReadOnlyList<ConvolutionMethod> methods, Func<ConvolutionMethod, string?> findError) =>
        Of(IsForced ? [Method] : [.. methods.SkipWhile(method => method != Method)], IsForced, findError).Method;
}
