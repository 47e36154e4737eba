namespace MnistApi.Training.Kernels;

/// <summary>
/// How convolutions are computed. All methods compute the same function. They differ in speed and in the last bits of the result.
/// </summary>
public enum ConvolutionMethod
{
    /// <summary>
    /// libtorch's convolution with the network's own channel counts. On some processors it is wrong if a channel count is not a multiple of
    /// the vector width, so it is used only if a setting forces it.
    /// </summary>
    Direct,

    /// <summary>
    /// libtorch's convolution with channels padded with zeros to multiples of 16, the widest vector of current processors.
    /// </summary>
    Padded,

    /// <summary>
    /// The image's patches as a matrix, multiplied by the weights (im2col). It uses no convolution kernel and takes about twice as long.
    /// </summary>
    Unfolded,
}
