using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MnistApi.Training.Kernels;

/// <summary>A tensor's own memory as a span, to read and write without a copy and without a call into libtorch.</summary>
internal static class TensorMemory
{
    /// <summary>All elements, row by row. The span is valid until the tensor is disposed.</summary>
    /// <exception cref="ArgumentException">The tensor does not consist of contiguous 32-bit floats.</exception>
    public static Span<float> Of(Tensor tensor)
    {
        if (tensor.dtype != ScalarType.Float32 || !tensor.is_contiguous())
            throw new ArgumentException($"The tensor must consist of contiguous 32-bit floats. It is {tensor}.", nameof(tensor));
        return MemoryMarshal.Cast<byte, float>(tensor.bytes);
    }
}
