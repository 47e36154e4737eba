namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>A named tensor as it lies in a safetensors file: row-major, little-endian, without gaps.</summary>
public sealed class SafetensorsTensor
{
    /// <summary>Takes the data as they are, without a copy.</summary>
    /// <param name="name">Any text but <c>__metadata__</c>, which the format keeps for itself.</param>
    /// <param name="dtype">Element type under the format's name, such as <see cref="SafetensorsDtype.F32"/>.</param>
    /// <param name="shape">Dimensions, outermost first; empty for a scalar. None is negative.</param>
    /// <param name="data">The elements: product of the shape times the element's size, in bytes.</param>
    /// <exception cref="ArgumentException">The name is reserved, the type unknown, or the data's length is not the shape's.</exception>
    public SafetensorsTensor(string name, string dtype, long[] shape, ReadOnlyMemory<byte> data)
    {
        if (name == SafetensorsHeader.MetadataKey)
            throw new ArgumentException($"The safetensors format reserves the name {name}; give the tensor another.", nameof(name));
        if (SafetensorsDtype.Bits(dtype) is not { } bits)
            throw new ArgumentException($"The safetensors format has no element type {dtype}.", nameof(dtype));
        if (SafetensorsDtype.ByteCount(bits, shape) != data.Length)
            throw new ArgumentException($"Tensor '{name}' of type {dtype} and shape [{string.Join(", ", shape)}] cannot have {data.Length} bytes.", nameof(data));
        Name = name;
        Dtype = dtype;
        Shape = shape;
        Data = data;
    }

    /// <summary>The name, unique in a file.</summary>
    public string Name { get; }

    /// <summary>Element type under the format's name, such as <c>F32</c>.</summary>
    public string Dtype { get; }

    /// <summary>Dimensions, outermost first; empty for a scalar.</summary>
    public long[] Shape { get; }

    /// <summary>The elements, row-major and little-endian.</summary>
    public ReadOnlyMemory<byte> Data { get; }
}
