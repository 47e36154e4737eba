using TorchSharp;
using static TorchSharp.torch;

namespace MnistApi.Training.Kernels;

/// <summary>Computes a convolution by each <see cref="ConvolutionMethod"/>. Autograd can differentiate all of them.</summary>
internal static class Convolution
{
    /// <summary>Floats in the widest vector register of current processors (AVX-512).</summary>
    private const int VectorWidth = 16;

    /// <summary>
    /// TorchSharp's operators create a scalar for each call, and a garbage collection during the call can free it. The sum then used a
    /// factor from freed memory. A static scalar is not collected.
    /// </summary>
    private static readonly Scalar One = 1;

    /// <summary>A convolution with zero padding of half its kernel.</summary>
    /// <param name="method">How to compute it.</param>
    /// <param name="x">[N, InputChannels, H, W].</param>
    /// <param name="weight">[OutputChannels, InputChannels, Kernel, Kernel].</param>
    /// <param name="bias">[OutputChannels]; null for none.</param>
    /// <param name="stride">Step of the filter in pixels.</param>
    /// <returns>[N, OutputChannels, H / stride, W / stride].</returns>
    public static Tensor Compute(ConvolutionMethod method, Tensor x, Tensor weight, Tensor? bias, int stride) => method switch
    {
        ConvolutionMethod.Direct => Direct(x, weight, bias, stride),
        ConvolutionMethod.Padded => Padded(x, weight, bias, stride),
        ConvolutionMethod.Unfolded => Unfolded(x, weight, bias, stride),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method."),
    };

    private static Tensor Direct(Tensor x, Tensor weight, Tensor? bias, int stride)
    {
        var padding = weight.shape[^1] / 2;
        return nn.functional.conv2d(x, weight, bias, strides: [stride, stride], padding: [padding, padding]);
    }

    private static Tensor Padded(Tensor x, Tensor weight, Tensor? bias, int stride)
    {
        var (outputs, inputs) = (weight.shape[0], weight.shape[1]);
        var missingOutputs = Missing(outputs);
        // A single input channel, the image, has its own kernels in oneDNN. They do not pad.
        var missingInputs = inputs == 1 ? 0 : Missing(inputs);
        if (missingInputs > 0) x = nn.functional.pad(x, [0, 0, 0, 0, 0, missingInputs]);
        if (missingInputs + missingOutputs > 0) weight = nn.functional.pad(weight, [0, 0, 0, 0, 0, missingInputs, 0, missingOutputs]);
        if (missingOutputs == 0) return Direct(x, weight, bias, stride);

        if (bias is not null) bias = nn.functional.pad(bias, [0, missingOutputs]);
        return Direct(x, weight, bias, stride).narrow(1, 0, outputs).contiguous();
    }

    private static Tensor Unfolded(Tensor x, Tensor weight, Tensor? bias, int stride)
    {
        var (kernel, side) = (weight.shape[^1], x.shape[^1]);
        var padding = kernel / 2;
        var outputSide = (side + 2 * padding - kernel) / stride + 1;
        // [N, InputChannels * Kernel * Kernel, positions]
        var patches = nn.functional.unfold(x, kernel, padding: padding, stride: stride);
        var outputs = weight.flatten(1).matmul(patches).reshape(x.shape[0], weight.shape[0], outputSide, outputSide);
        return bias is null ? outputs : outputs.add(bias.reshape(1, -1, 1, 1), One);
    }

    private static long Missing(long channels) => (VectorWidth - channels % VectorWidth) % VectorWidth;
}
