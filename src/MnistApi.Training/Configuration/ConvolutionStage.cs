namespace MnistApi.Training.Configuration;

/// <summary>One convolution of a network and the sizes that follow from the stages before it.</summary>
/// <param name="InputChannels">Channels of the input; 1 for the image itself.</param>
/// <param name="InputSide">Width and height of the input in pixels.</param>
/// <param name="Config">The convolution and the pooling after it.</param>
internal sealed record ConvolutionStage(int InputChannels, int InputSide, ConvolutionConfig Config)
{
    /// <summary>Inputs of one filter.</summary>
    public int FanIn => InputChannels * Config.Kernel * Config.Kernel;

    /// <summary>Width and height after the convolution, before the pooling, in pixels.</summary>
    public int ConvolvedSide => (InputSide + 2 * (Config.Kernel / 2) - Config.Kernel) / Config.Stride + 1;

    /// <summary>Whether there is a max pooling. An image that is smaller than the window is not pooled.</summary>
    public bool HasPooling => Config.Pooling > 1 && ConvolvedSide >= Config.Pooling;

    /// <summary>Width and height of the output, after the pooling, in pixels.</summary>
    public int OutputSide => HasPooling ? ConvolvedSide / Config.Pooling : ConvolvedSide;

    /// <summary>Number of values in the output.</summary>
    public int Features => Config.Channels * OutputSide * OutputSide;
}
