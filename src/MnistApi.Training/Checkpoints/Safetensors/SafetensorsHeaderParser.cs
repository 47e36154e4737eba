using System.Text.Json;

namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>Reads the JSON header token by token. It accepts only strings and whole numbers, and only where the format has them.</summary>
internal static class SafetensorsHeaderParser
{
    private const int MaximumDepth = 3; // header, tensor, shape
    private const int MaximumRank = 32;

    /// <summary>Parses a header.</summary>
    /// <exception cref="CheckpointFormatException">The text is not JSON, or it is not the header of a safetensors file.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
            return ParseHeader(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // The second if a text is not valid Unicode.
        {
            throw Refuse($"it is not valid JSON ({e.Message})", e);
        }
    }

    private static SafetensorsHeader ParseHeader(ref Utf8JsonReader reader)
    {
        var header = new SafetensorsHeader(new(StringComparer.Ordinal), [], null);
        var names = new HashSet<string>(StringComparer.Ordinal);

        Expect(ref reader, JsonTokenType.StartObject, "the header");
        while (NextKey(ref reader, names) is { } name)
        {
            if (name == SafetensorsHeader.MetadataKey)
                header = header with { ChecksumOffset = ParseMetadata(ref reader, header.Metadata) };
            else
                header.Entries.Add(ParseEntry(ref reader, name));
        }

        reader.Read(); // Throws if anything but white space follows.
        return header;
    }

    private static int? ParseMetadata(ref Utf8JsonReader reader, SortedDictionary<string, string> metadata)
    {
        int? checksumOffset = null;
        var keys = new HashSet<string>(StringComparer.Ordinal);

        Expect(ref reader, JsonTokenType.StartObject, SafetensorsHeader.MetadataKey);
        while (NextKey(ref reader, keys) is { } key)
        {
            Expect(ref reader, JsonTokenType.String, $"metadata {CheckpointFormatException.Quote(key)}");
            if (key != SafetensorsChecksum.Key)
                metadata.Add(key, reader.GetString()!);
            else if (reader.ValueSpan.Length == SafetensorsChecksum.Length)
                checksumOffset = (int)reader.TokenStartIndex + 1;
            else
                throw Refuse($"its checksum has {reader.ValueSpan.Length} characters instead of {SafetensorsChecksum.Length}");
        }

        return checksumOffset;
    }

    private static SafetensorsEntry ParseEntry(ref Utf8JsonReader reader, string name)
    {
        string? dtype = null;
        long[]? shape = null, offsets = null;
        var what = $"tensor {CheckpointFormatException.Quote(name)}";
        var keys = new HashSet<string>(StringComparer.Ordinal);

        Expect(ref reader, JsonTokenType.StartObject, what);
        while (NextKey(ref reader, keys) is { } key)
        {
            if (key == SafetensorsHeader.DtypeKey) dtype = ParseDtype(ref reader, what);
            else if (key == SafetensorsHeader.ShapeKey) shape = ParseNumbers(ref reader, $"the shape of {what}");
            else if (key == SafetensorsHeader.OffsetsKey) offsets = ParseNumbers(ref reader, $"data_offsets of {what}");
            else throw Refuse($"{what} has a field {CheckpointFormatException.Quote(key)}, which the format does not know");
        }

        if (dtype is null || shape is null || offsets is not [var begin, var end])
            throw Refuse($"{what} needs dtype, shape and data_offsets with a begin and an end");
        return new SafetensorsEntry(name, dtype, shape, begin, end);
    }

    private static string ParseDtype(ref Utf8JsonReader reader, string what)
    {
        Expect(ref reader, JsonTokenType.String, $"dtype of {what}");
        return reader.GetString()!;
    }

    private static long[] ParseNumbers(ref Utf8JsonReader reader, string what)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray, what);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0)
                throw Refuse($"{what} must be whole numbers from 0 to {long.MaxValue}");
            if (numbers.Count == MaximumRank)
                throw Refuse($"{what} has more than {MaximumRank} numbers");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>The next key of the object; null at its end.</summary>
    private static string? NextKey(ref Utf8JsonReader reader, HashSet<string> seen)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject) return null;
        var key = reader.GetString()!;
        return seen.Add(key) ? key : throw Refuse($"it has {CheckpointFormatException.Quote(key)} twice");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        reader.Read();
        if (reader.TokenType != type)
            throw Refuse($"{what} must be a JSON {NameOf(type)}");
    }

    private static string NameOf(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        _ => "string",
    };

    private static CheckpointFormatException Refuse(string what, Exception? cause = null) =>
        new($"The header of this safetensors file is not valid: {what}. Export the file again with another program.", cause);
}
