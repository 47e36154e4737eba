using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MnistApi.Training.Configuration;
using MnistApi.Training.Networks.Layers;

namespace MnistApi.Training.Inference;

/// <summary>
/// A convolution with zero padding, its normalization and its activation. A block of outputs of six pixels stays in registers while the
/// products of all inputs are added.
/// </summary>
internal sealed class FusedConvolution : FusedLayer
{
    private const int PixelsPerStep = 6;

    private readonly ConvolutionStage _stage;
    private readonly Activation _activation;
    private readonly int _inputChannels, _outputChannels, _paddedSide;
    private readonly float[] _weights; // [outputChannels / Block, kernel, kernel * inputChannels, Block]
    private readonly float[] _bias;    // [outputChannels]
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
            for (var pixel = 0; pixel < _starts.Length; pixel += PixelsPerStep) Multiply(padded, weights, pixel, channel, output);
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

    /// <summary>Computes a block of channels for six pixels: twelve sums of eight floats, which fill the registers of AVX2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // Ahead-of-time code would not use AVX2.
    private void Multiply(float[] padded, ReadOnlySpan<float> weights, int pixel, int channel, Span<float> output)
    {
        var (runs, runLength, rowLength) = (_stage.Config.Kernel, _stage.Config.Kernel * _inputChannels, _paddedSide * _inputChannels);
        var starts = _starts.AsSpan(pixel, PixelsPerStep);
        Vector256<float> low = Vector256.Create(_bias, channel), high = Vector256.Create(_bias, channel + Block / 2);
        Vector256<float> a0 = low, a1 = high, b0 = low, b1 = high, c0 = low, c1 = high;
        Vector256<float> d0 = low, d1 = high, e0 = low, e1 = high, f0 = low, f1 = high;
        ref var weight = ref MemoryMarshal.GetReference(weights);
        for (var run = 0; run < runs; run++)
        {
            ref var row = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(padded), run * rowLength);
            ref var a = ref Unsafe.Add(ref row, starts[0]);
            ref var b = ref Unsafe.Add(ref row, starts[1]);
            ref var c = ref Unsafe.Add(ref row, starts[2]);
            ref var d = ref Unsafe.Add(ref row, starts[3]);
            ref var e = ref Unsafe.Add(ref row, starts[4]);
            ref var f = ref Unsafe.Add(ref row, starts[5]);
            for (nint i = 0; i < runLength; i++)
            {
                var (w0, w1) = (Vector256.LoadUnsafe(ref weight), Vector256.LoadUnsafe(ref weight, Block / 2));
                weight = ref Unsafe.Add(ref weight, Block);
                var x = Vector256.Create(Unsafe.Add(ref a, i));
                (a0, a1) = (Vector256.MultiplyAddEstimate(x, w0, a0), Vector256.MultiplyAddEstimate(x, w1, a1));
                x = Vector256.Create(Unsafe.Add(ref b, i));
                (b0, b1) = (Vector256.MultiplyAddEstimate(x, w0, b0), Vector256.MultiplyAddEstimate(x, w1, b1));
                x = Vector256.Create(Unsafe.Add(ref c, i));
                (c0, c1) = (Vector256.MultiplyAddEstimate(x, w0, c0), Vector256.MultiplyAddEstimate(x, w1, c1));
                x = Vector256.Create(Unsafe.Add(ref d, i));
                (d0, d1) = (Vector256.MultiplyAddEstimate(x, w0, d0), Vector256.MultiplyAddEstimate(x, w1, d1));
                x = Vector256.Create(Unsafe.Add(ref e, i));
                (e0, e1) = (Vector256.MultiplyAddEstimate(x, w0, e0), Vector256.MultiplyAddEstimate(x, w1, e1));
                x = Vector256.Create(Unsafe.Add(ref f, i));
                (f0, f1) = (Vector256.MultiplyAddEstimate(x, w0, f0), Vector256.MultiplyAddEstimate(x, w1, f1));
            }
        }

        Store(output, pixel, channel, a0, a1);
        Store(output, pixel + 1, channel, b0, b1);
        Store(output, pixel + 2, channel, c0, c1);
        Store(output, pixel + 3, channel, d0, d1);
        Store(output, pixel + 4, channel, e0, e1);
        Store(output, pixel + 5, channel, f0, f1);
    }

    /// <summary>Stores a block of a pixel. A pixel after the last one is a repetition, and is dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(Span<float> output, int pixel, int channel, Vector256<float> low, Vector256<float> high)
    {
        var start = pixel * _outputChannels + channel;
        if (start >= output.Length) return;
        low.CopyTo(output[start..]);
        high.CopyTo(output[(start + Block / 2)..]);
    }
}
