using System.Collections.Concurrent;
using MnistApi.Training.Configuration;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Kernels;

/// <summary>
/// Chooses how this process computes convolutions: the fastest method that a self-check finds right on this processor. Like libtorch's own state,
/// the choice belongs to the process. It is made once, before the first network with convolutions is built.
/// </summary>
public static class ConvolutionKernels
{
    /// <summary>
    /// The name under which <see cref="AppContext"/> forces a method: a <see cref="ConvolutionMethod"/>, set before the first network is built.
    /// It is checked like the others, and refused if it is wrong.
    /// </summary>
    public const string ForcedMethodSwitch = "MnistApi.Training.ConvolutionMethod";

    private static readonly ConvolutionMethod[] FastestFirst = [ConvolutionMethod.Padded, ConvolutionMethod.Unfolded];

    /// <summary>Wrong kernels were seen for small batches and for large ones alone. A single image takes a path of its own.</summary>
    private static readonly int[] CheckedBatches = [1, 2, 50];

    private static readonly ConcurrentDictionary<ConvolutionShape, ConvolutionMethod> MethodsByShape = new();

    private static readonly Lazy<KernelChoice> Choice = new(Choose);

    /// <summary>What this process computes with.</summary>
    /// <exception cref="KernelsUnusableException">Every method that is allowed computes wrong results on this processor.</exception>
    public static KernelChoice Chosen => Choice.Value;

    /// <summary>
    /// The method for a layer: the chosen one, unless it is wrong for the layer's own channels, which no recipe has. The answer is kept for each shape.
    /// </summary>
    /// <exception cref="KernelsUnusableException">Every method that is allowed computes wrong results on this processor.</exception>
    internal static ConvolutionMethod MethodFor(ConvolutionLayer layer) => MethodsByShape.GetOrAdd(CheckedShape(layer), shape =>
        ShapesInUse().Contains(shape) ? Chosen.Method : Chosen.MethodFor(FastestFirst, method => FindFault(method, shape)));

    private static KernelChoice Choose()
    {
        NnPack.Disable();
        var forced = AppContext.GetData(ForcedMethodSwitch) as ConvolutionMethod?;
        return KernelChoice.Of(forced is { } only ? [only] : FastestFirst, forced is not null, method => ShapesInUse().Select(shape => FindFault(method, shape)).FirstOrDefault(fault => fault is not null));
    }

    private static string? FindFault(ConvolutionMethod method, ConvolutionShape shape)
    {
        foreach (var batch in CheckedBatches)
            if (ConvolutionCheck.FindFault(method, shape, batch) is { } fault)
                return $"from {shape.InputChannels} to {shape.OutputChannels} channels, kernel {shape.Kernel}, stride {shape.Stride}, batch of {batch}, {fault}";
        return null;
    }

    /// <summary>The convolutions of all recipes, one of which made the shipped model.</summary>
    private static IEnumerable<ConvolutionShape> ShapesInUse() =>
        Recipes.All.SelectMany(recipe => NetworkLayout.Of(recipe.Config.Network).Layers.OfType<ConvolutionLayer>()).Select(CheckedShape).Distinct();

    /// <summary>On smaller images than the layer's, because kernels are chosen by channels.</summary>
    private static ConvolutionShape CheckedShape(ConvolutionLayer layer) => new(layer.InputChannels, layer.OutputChannels, layer.Kernel, layer.Stride, Side: layer.InputChannels == 1 ? 14 : 7);
}
