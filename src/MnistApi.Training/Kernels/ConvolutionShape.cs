namespace MnistApi.Training.Kernels;

/// <summary>The shape of a convolution of square images that are padded with zeros by half the kernel.</summary>
/// <param name="InputChannels">Channels of the input.</param>
/// <param name="OutputChannels">Number of filters.</param>
/// <param name="Kernel">Width and height of a filter in pixels.</param>
/// <param name="Stride">Step of the filter in pixels.</param>
/// <param name="Side">Width and height of the input in pixels.</param>
public sealed record ConvolutionShape(int InputChannels, int OutputChannels, int Kernel, int Stride, int Side)
{
    internal int Padding => Kernel / 2;

    internal int OutputSide => (Side + 2 * Padding - Kernel) / Stride + 1;
}
