using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MnistApi.Training.Kernels;

/// <summary>A tensor's own memory as a span: reading and writing without a copy and without a call into libtorch.</summary>
internal static class TensorMemory
{
    /// <summary>All elements, row by row. Valid while the tensor lives.</summary>
    /// <exception cref="ArgumentException">The tensor is not of contiguous 32-bit floats.</exception>
    public static Span<float> Of(Tensor tensor)
    {
        if (tensor.dtype != ScalarType.Float32 || !tensor.is_contiguous())
            throw new ArgumentException($"Expected a contiguous tensor of 32-bit floats, got {tensor}.", nameof(tensor));
        return MemoryMarshal.Cast<byte, float>(tensor.bytes);
    }
}
