namespace MnistApi.Training.Inference;

/// <summary>
/// A layer of a <see cref="FusedNetwork"/>. Images are [height, width, channels], and the number of channels is rounded up to a multiple of
/// <see cref="Block"/>, except that of the input image. The additional channels have weights of zero.
/// </summary>
internal abstract class FusedLayer(int inputLength, int outputLength)
{
    /// <summary>The number of outputs that are computed together: two vectors of AVX2.</summary>
    public const int Block = 16;

    /// <summary>The number of floats that the layer reads.</summary>
    public int InputLength => inputLength;

    /// <summary>The number of floats that the layer writes.</summary>
    public int OutputLength => outputLength;

    /// <summary>Computes the output for one image.</summary>
    public abstract void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Rounds a number of channels up to whole blocks.</summary>
    public static int WholeBlocks(int count) => (count + Block - 1) / Block * Block;
}
