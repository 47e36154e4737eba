using System.Buffers;
using MnistApi.Training.Configuration;
using MnistApi.Training.Networks.Layers;

namespace MnistApi.Training.Inference;

/// <summary>
/// A convolution with zero padding, its normalization and its activation. <see cref="ConvolutionSums"/> computes a block of channels for a
/// few pixels at once.
/// </summary>
internal sealed class FusedConvolution : FusedLayer
{
    private static readonly int PixelsPerStep = ConvolutionSums.PixelsPerStep;

    private readonly ConvolutionStage _stage;
    private readonly Activation _activation;
    private readonly int _inputChannels, _outputChannels, _paddedSide;
    private readonly float[] _weights; // [outputChannels / Block, kernel, kernel * inputChannels, Block]
    private readonly float[] _bias;    // [outputChannels]
    private readonly ConvolutionRuns _runs;
    private readonly int[] _starts;    // of each output pixel in the padded input; a multiple of PixelsPerStep, the last one repeated

    /// <param name="weights">[outputs, inputs, kernel, kernel].</param>
    /// <param name="bias">[outputs].</param>
    public FusedConvolution(ConvolutionStage stage, Activation activation, float[] weights, float[] bias)
        : base(InputLengthOf(stage), WholeBlocks(stage.Config.Channels) * stage.ConvolvedSide * stage.ConvolvedSide)
    {
        (_stage, _activation) = (stage, activation);
        _inputChannels = ChannelsOfInput(stage);
        _outputChannels = WholeBlocks(stage.Config.Channels);
        _paddedSide = stage.InputSide + 2 * (stage.Config.Kernel / 2);
        _weights = Arrange(stage, weights, _inputChannels);
        _bias = new float[_outputChannels];
        bias.CopyTo(_bias, 0);
        _runs = new ConvolutionRuns(stage.Config.Kernel, stage.Config.Kernel * _inputChannels, _paddedSide * _inputChannels);
        _starts = StartsOf(stage, _paddedSide * _inputChannels, _inputChannels);
    }

    public override void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        var length = _paddedSide * _paddedSide * _inputChannels;
        var padded = ArrayPool<float>.Shared.Rent(length);
        Pad(input, padded.AsSpan(0, length));
        var weightsPerBlock = _weights.Length / (_outputChannels / Block);
        for (var channel = 0; channel < _outputChannels; channel += Block)
        {
            var weights = _weights.AsSpan(channel / Block * weightsPerBlock, weightsPerBlock);
            for (var pixel = 0; pixel < _starts.Length; pixel += PixelsPerStep)
            {
                ConvolutionSums.Compute(
                    padded, _starts.AsSpan(pixel, PixelsPerStep), _runs, weights, _bias.AsSpan(channel, Block),
                    output[(pixel * _outputChannels + channel)..], _outputChannels);
            }
        }

        ArrayPool<float>.Shared.Return(padded);
        ActivationLayer.Apply(_activation, output);
    }

    private static int ChannelsOfInput(ConvolutionStage stage) => stage.InputChannels == 1 ? 1 : WholeBlocks(stage.InputChannels);

    private static int InputLengthOf(ConvolutionStage stage) => ChannelsOfInput(stage) * stage.InputSide * stage.InputSide;

    private static float[] Arrange(ConvolutionStage stage, float[] weights, int inputChannels)
    {
        var (outputs, inputs, kernel) = (stage.Config.Channels, stage.InputChannels, stage.Config.Kernel);
        var arranged = new float[WholeBlocks(outputs) * kernel * kernel * inputChannels];
        for (var i = 0; i < weights.Length; i++)
        {
            var (x, y, input, output) = (i % kernel, i / kernel % kernel, i / (kernel * kernel) % inputs, i / (kernel * kernel * inputs));
            var position = (y * kernel + x) * inputChannels + input;
            arranged[(output / Block * kernel * kernel * inputChannels + position) * Block + output % Block] = weights[i];
        }

        return arranged;
    }

    private static int[] StartsOf(ConvolutionStage stage, int rowLength, int inputChannels)
    {
        var pixels = stage.ConvolvedSide * stage.ConvolvedSide;
        var starts = new int[(pixels + PixelsPerStep - 1) / PixelsPerStep * PixelsPerStep];
        for (var i = 0; i < starts.Length; i++)
        {
            var pixel = Math.Min(i, pixels - 1);
            var (x, y) = (pixel % stage.ConvolvedSide, pixel / stage.ConvolvedSide);
            starts[i] = stage.Config.Stride * (y * rowLength + x * inputChannels);
        }

        return starts;
    }

    private void Pad(ReadOnlySpan<float> input, Span<float> padded)
    {
        padded.Clear();
        var (padding, length) = (_stage.Config.Kernel / 2, _stage.InputSide * _inputChannels);
        for (var y = 0; y < _stage.InputSide; y++)
        {
            var start = ((y + padding) * _paddedSide + padding) * _inputChannels;
            input.Slice(y * length, length).CopyTo(padded[start..]);
        }
    }
}
