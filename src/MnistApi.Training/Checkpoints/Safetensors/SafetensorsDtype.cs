using System.Collections.Frozen;

namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>Element types of the safetensors format.</summary>
public static class SafetensorsDtype
{
    /// <summary>IEEE 754 single precision: weights and moments.</summary>
    public const string F32 = "F32";

    /// <summary>Bits per element for all element types of the format.</summary>
    private static readonly FrozenDictionary<string, int> BitsByName = new Dictionary<string, int>
    {
        ["BOOL"] = 8,
        ["F4"] = 4,
        ["F6_E2M3"] = 6,
        ["F6_E3M2"] = 6,
        ["U8"] = 8,
        ["I8"] = 8,
        ["F8_E5M2"] = 8,
        ["F8_E4M3"] = 8,
        ["F8_E5M2FNUZ"] = 8,
        ["F8_E4M3FNUZ"] = 8,
        ["F8_E8M0"] = 8,
        ["I16"] = 16,
        ["U16"] = 16,
        ["F16"] = 16,
        ["BF16"] = 16,
        ["I32"] = 32,
        ["U32"] = 32,
        [F32] = 32,
        ["F64"] = 64,
        ["I64"] = 64,
        ["U64"] = 64,
        ["C64"] = 64,
    }.ToFrozenDictionary();

    /// <summary>Bits per element; null if the format has no such type.</summary>
    internal static int? Bits(string dtype) => BitsByName.TryGetValue(dtype, out var bits) ? bits : null;

    /// <summary>Bytes of a tensor; null if a dimension is negative, or if the number is too large or is not a whole number.</summary>
    internal static long? ByteCount(int bitsPerElement, ReadOnlySpan<long> shape)
    {
        Int128 bits = bitsPerElement;
        foreach (var dimension in shape)
        {
            bits *= dimension;
            if (dimension < 0 || bits > long.MaxValue) return null;
        }

        return bits % 8 == 0 ? (long)(bits / 8) : null;
    }
}
