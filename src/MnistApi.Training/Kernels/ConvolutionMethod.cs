namespace MnistApi.Training.Kernels;

/// <summary>How a convolution is computed. All methods compute the same function; they differ in speed and in the last bits.</summary>
public enum ConvolutionMethod
{
    /// <summary>
    /// libtorch's convolution with the channel counts of the network. On some processors its results are wrong where a count is no multiple of the
    /// vector width, so it is never chosen by itself.
    /// </summary>
    Direct,

    /// <summary>libtorch's convolution with channels padded by zeros to multiples of 16, the widest vector in use.</summary>
    Padded,

    /// <summary>The image's patches as a matrix, multiplied by the weights (im2col): no convolution kernel at all. About twice as slow.</summary>
    Unfolded,
}
