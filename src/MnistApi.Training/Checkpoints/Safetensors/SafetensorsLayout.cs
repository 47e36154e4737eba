namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>Checks that the tensors of a header fill the data after it exactly, without gaps and overlaps.</summary>
internal static class SafetensorsLayout
{
    /// <summary>Checks the tensors.</summary>
    /// <param name="entries">The header's tensors in the order of their data.</param>
    /// <param name="dataLength">Number of bytes after the header.</param>
    /// <exception cref="CheckpointFormatException">
    /// A tensor has an unknown type, a size that does not match its shape, or a wrong position.
    /// </exception>
    public static void Check(IEnumerable<SafetensorsEntry> entries, long dataLength)
    {
        var position = 0L;
        foreach (var entry in entries)
        {
            var size = ByteCount(entry);
            if (entry.Begin != position)
                throw Refuse(entry, $"begins at {entry.Begin}, but must begin at {position}, where the tensor before it ends");
            if (entry.End - entry.Begin is var length && length != size)
                throw Refuse(entry, $"has {length} bytes, but its type {entry.Dtype} and shape {ShapeOf(entry)} need {size}");
            position = entry.End;
        }

        if (position != dataLength)
            throw new CheckpointFormatException(
                $"The file has {dataLength} bytes of tensor data, but its header describes {position}. Download it again.");
    }

    private static string ShapeOf(SafetensorsEntry entry) => $"[{string.Join(", ", entry.Shape)}]";

    private static long ByteCount(SafetensorsEntry entry)
    {
        if (SafetensorsDtype.Bits(entry.Dtype) is not { } bits)
            throw Refuse(entry, $"has the unknown element type {CheckpointFormatException.Quote(entry.Dtype)}");
        return SafetensorsDtype.ByteCount(bits, entry.Shape)
            ?? throw Refuse(entry, $"has the shape {ShapeOf(entry)}, whose data are too large or not a whole number of bytes");
    }

    private static CheckpointFormatException Refuse(SafetensorsEntry entry, string what) =>
        new($"The tensor {CheckpointFormatException.Quote(entry.Name)} {what}. Export the file again with another program.");
}
