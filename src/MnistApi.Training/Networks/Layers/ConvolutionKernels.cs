using System.Collections.Concurrent;
using MnistApi.Training.Configuration;
using MnistApi.Training.Kernels;

namespace MnistApi.Training.Networks.Layers;

/// <summary>
/// Chooses how this process computes convolutions: the fastest method that a self-check finds right on this processor. Like libtorch's own
/// state, the choice belongs to the process. It is made once, before the first network with convolutions is built.
/// </summary>
public static class ConvolutionKernels
{
    /// <summary>
    /// The name under which <see cref="AppContext"/> forces a method: a <see cref="ConvolutionMethod"/>, set before the first network is
    /// built. The self-check applies to a forced method, too, and refuses it if it is wrong.
    /// </summary>
    public const string ForcedMethodSwitch = "MnistApi.Training.ConvolutionMethod";

    private static readonly ConvolutionMethod[] FastestFirst = [ConvolutionMethod.Padded, ConvolutionMethod.Unfolded];

    /// <summary>
    /// Some kernels were wrong for small batches only, others for large ones only. libtorch computes a single image in another way.
    /// </summary>
    private static readonly int[] CheckedBatches = [1, 2, 50];

    private static readonly ConcurrentDictionary<ConvolutionShape, ConvolutionMethod> MethodsByShape = new();

    private static readonly Lazy<KernelChoice> Choice = new(Choose);

    /// <summary>The method that this process uses.</summary>
    /// <exception cref="KernelsUnusableException">Every allowed method computes wrong results on this processor.</exception>
    public static KernelChoice Chosen => Choice.Value;

    /// <summary>The method that this process uses; null before the choice.</summary>
    public static KernelChoice? ChosenSoFar => Choice.IsValueCreated ? Choice.Value : null;

    /// <summary>
    /// The method for a layer: the chosen one, unless it is wrong for the layer's channels. No recipe has such channels. The answer for
    /// each shape is kept.
    /// </summary>
    /// <exception cref="KernelsUnusableException">Every allowed method computes wrong results on this processor.</exception>
    internal static ConvolutionMethod MethodFor(int inputChannels, int outputChannels, int kernel, int stride) =>
        MethodsByShape.GetOrAdd(CheckedShape(inputChannels, outputChannels, kernel, stride), shape =>
            ShapesInUse().Contains(shape) ? Chosen.Method : Chosen.MethodFor(FastestFirst, method => FindError(method, shape)));

    private static KernelChoice Choose()
    {
        NnPack.Disable();
        var forced = AppContext.GetData(ForcedMethodSwitch) as ConvolutionMethod?;
        return KernelChoice.Of(forced is { } only ? [only] : FastestFirst, forced is not null, method =>
            ShapesInUse().Select(shape => FindError(method, shape)).FirstOrDefault(error => error is not null));
    }

    private static string? FindError(ConvolutionMethod method, ConvolutionShape shape)
    {
        foreach (var batch in CheckedBatches)
            if (ConvolutionCheck.FindError(method, shape, batch) is { } error)
                return $"from {shape.InputChannels} to {shape.OutputChannels} channels, kernel {shape.Kernel}, stride {shape.Stride}, "
                    + $"batch of {batch}, {error}";
        return null;
    }

    /// <summary>The convolutions of all recipes. One of the recipes made the shipped model.</summary>
    private static IEnumerable<ConvolutionShape> ShapesInUse() => (
        from recipe in Recipes.All
        from stage in recipe.Config.Network.ConvolutionStages()
        select CheckedShape(stage.InputChannels, stage.Config.Channels, stage.Config.Kernel, stage.Config.Stride)).Distinct();

    /// <summary>The images of the check are smaller than the layer's, because libtorch chooses its kernels by the channels.</summary>
    private static ConvolutionShape CheckedShape(int inputChannels, int outputChannels, int kernel, int stride) =>
        new(inputChannels, outputChannels, kernel, stride, Side: inputChannels == 1 ? 14 : 7);
}
