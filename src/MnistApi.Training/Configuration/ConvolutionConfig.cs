using System.ComponentModel.DataAnnotations;

namespace MnistApi.Training.Configuration;

/// <summary>A convolution and the max pooling after it. The image is padded with zeros by half the kernel on each side.</summary>
public sealed record ConvolutionConfig
{
    /// <summary>Number of filters.</summary>
    [Range(1, 512)]
    public int Channels { get; init; } = 32;

    /// <summary>Width and height of a filter, in pixels. With an odd number and a stride of 1, the image keeps its size.</summary>
    [Range(1, 7)]
    public int Kernel { get; init; } = 3;

    /// <summary>Step of the filter, in pixels. A stride of 2 halves width and height.</summary>
    [Range(1, 4)]
    public int Stride { get; init; } = 1;

    /// <summary>Width, height and step of the max pooling, in pixels; 1 for no pooling.</summary>
    [Range(1, 4)]
    public int Pooling { get; init; } = 1;
}
