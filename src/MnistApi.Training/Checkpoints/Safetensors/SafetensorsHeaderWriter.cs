using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>Builds the bytes of a safetensors file before the data.</summary>
internal static class SafetensorsHeaderWriter
{
    /// <summary>Builds the length prefix and the padded header. The checksum is still 64 zeros.</summary>
    /// <returns>The bytes, and the position of the checksum's first character.</returns>
    /// <exception cref="InvalidOperationException">The header would be longer than 1 MiB.</exception>
    public static (byte[] Bytes, int ChecksumOffset) Build(
        IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafetensorsTensor> tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        int checksumOffset;
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            checksumOffset = SafetensorsHeader.PrefixLength + WriteMetadata(json, metadata);
            WriteEntries(json, tensors);
            json.WriteEndObject();
        }

        var aligned = (buffer.WrittenCount + SafetensorsHeader.Alignment - 1) / SafetensorsHeader.Alignment * SafetensorsHeader.Alignment;
        if (aligned > SafetensorsHeader.MaximumLength)
            throw new InvalidOperationException(
                $"The header would have {aligned} bytes. The most is {SafetensorsHeader.MaximumLength}. Store less.");

        var bytes = new byte[SafetensorsHeader.PrefixLength + aligned];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)aligned);
        buffer.WrittenSpan.CopyTo(bytes.AsSpan(SafetensorsHeader.PrefixLength));
        bytes.AsSpan(SafetensorsHeader.PrefixLength + buffer.WrittenCount).Fill((byte)' ');
        return (bytes, checksumOffset);
    }

    /// <summary>
    /// Writes the metadata in the order of their keys. Returns the position of the checksum's first character in the JSON.
    /// </summary>
    private static int WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        var checksumOffset = 0;
        var all = new SortedDictionary<string, string>(metadata.ToDictionary(), StringComparer.Ordinal)
        {
            { SafetensorsChecksum.Key, SafetensorsChecksum.Placeholder },
        };

        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in all)
        {
            json.WritePropertyName(key);
            if (key == SafetensorsChecksum.Key) checksumOffset = (int)(json.BytesCommitted + json.BytesPending) + 1; // After the quote.
            json.WriteStringValue(value);
        }

        json.WriteEndObject();
        return checksumOffset;
    }

    private static void WriteEntries(Utf8JsonWriter json, IReadOnlyList<SafetensorsTensor> tensors)
    {
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString(SafetensorsHeader.DtypeKey, tensor.Dtype);
            WriteNumbers(json, SafetensorsHeader.ShapeKey, tensor.Shape);
            WriteNumbers(json, SafetensorsHeader.OffsetsKey, offset, offset + tensor.Data.Length);
            json.WriteEndObject();
            offset += tensor.Data.Length;
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, params ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
