using System.Numerics.Tensors;

namespace MnistApi.Training.Inference;

/// <summary>Max pooling. Pixels beyond the last whole window are ignored.</summary>
/// <param name="side">Width and height of the input in pixels.</param>
/// <param name="size">Width, height and step of the window in pixels.</param>
/// <param name="channels">The number of channels, in whole blocks.</param>
internal sealed class FusedPooling(int side, int size, int channels)
    : FusedLayer(side * side * channels, side / size * (side / size) * channels)
{
    public override void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        var outputSide = side / size;
        for (var i = 0; i < outputSide * outputSide; i++)
        {
            var pixel = output.Slice(i * channels, channels);
            var (left, top) = (i % outputSide * size, i / outputSide * size);
            PixelAt(input, left, top).CopyTo(pixel);
            for (var j = 1; j < size * size; j++) TensorPrimitives.Max(pixel, PixelAt(input, left + j % size, top + j / size), pixel);
        }
    }

    private ReadOnlySpan<float> PixelAt(ReadOnlySpan<float> input, int x, int y) => input.Slice((y * side + x) * channels, channels);
}
