namespace MnistApi.Training.Kernels;

/// <summary>The method by which a process computes convolutions.</summary>
/// <param name="Method">A method that passed the self-check.</param>
/// <param name="IsForced">Whether a setting forced it.</param>
/// <param name="Rejected">The faster methods that failed the self-check, each with the reason.</param>
public sealed record KernelChoice(ConvolutionMethod Method, bool IsForced, IReadOnlyDictionary<ConvolutionMethod, string> Rejected)
{
    /// <summary>Chooses the first method without an error.</summary>
    /// <param name="methods">The allowed methods, fastest first.</param>
    /// <param name="isForced">Whether a setting forced the only method.</param>
    /// <param name="findError">Says what is wrong with a method; null if it is right.</param>
    /// <exception cref="KernelsUnusableException">Every method has an error.</exception>
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

    /// <summary>The method for another shape: the chosen method or, if that is wrong for the shape and was not forced, the next.</summary>
    /// <param name="methods">The methods that the choice was made from, fastest first.</param>
    /// <param name="findError">Says what is wrong with a method for this shape; null if it is right.</param>
    /// <exception cref="KernelsUnusableException">Every remaining method has an error.</exception>
    public ConvolutionMethod MethodFor(IReadOnlyList<ConvolutionMethod> methods, Func<ConvolutionMethod, string?> findError) =>
        Of(IsForced ? [Method] : [.. methods.SkipWhile(method => method != Method)], IsForced, findError).Method;
}
