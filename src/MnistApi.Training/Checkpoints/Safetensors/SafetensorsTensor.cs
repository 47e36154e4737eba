namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>A named tensor as a safetensors file holds it: row-major, little-endian and without gaps.</summary>
public sealed class SafetensorsTensor
{
    /// <summary>Creates a tensor without copying its data.</summary>
    /// <param name="name">Any text except <c>__metadata__</c>, which the format reserves.</param>
    /// <param name="dtype">The element type in the format's spelling, such as <see cref="SafetensorsDtype.F32"/>.</param>
    /// <param name="shape">The dimensions, outermost first; empty for a scalar. None is negative.</param>
    /// <param name="data">The elements. Their length must match the type and the shape.</param>
    /// <exception cref="ArgumentException">The name is reserved, the type is unknown, or the length does not match.</exception>
    public SafetensorsTensor(string name, string dtype, long[] shape, ReadOnlyMemory<byte> data)
    {
        if (name == SafetensorsHeader.MetadataKey)
            throw new ArgumentException($"The safetensors format reserves the name {name}. Use another name.", nameof(name));
        if (SafetensorsDtype.Bits(dtype) is not { } bits)
            throw new ArgumentException($"The safetensors format has no element type {dtype}.", nameof(dtype));
        if (SafetensorsDtype.ByteCount(bits, shape) != data.Length)
            throw new ArgumentException(
                $"The tensor '{name}' ({dtype}, [{string.Join(", ", shape)}]) cannot have {data.Length} bytes.", nameof(data));
        Name = name;
        Dtype = dtype;
        Shape = shape;
        Data = data;
    }

    /// <summary>The name, unique in a file.</summary>
    public string Name { get; }

    /// <summary>The element type in the format's spelling, such as <c>F32</c>.</summary>
    public string Dtype { get; }

    /// <summary>The dimensions, outermost first; empty for a scalar.</summary>
    public long[] Shape { get; }

    /// <summary>The elements, row-major and little-endian.</summary>
    public ReadOnlyMemory<byte> Data { get; }
}
