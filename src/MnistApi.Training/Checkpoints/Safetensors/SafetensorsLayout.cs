namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>Checks that the tensors of a header fill the data behind it exactly: no gap, no overlap, nothing left.</summary>
internal static class SafetensorsLayout
{
    /// <param name="entries">The header's tensors, ordered by where they begin.</param>
    /// <param name="dataLength">Bytes behind the header.</param>
    /// <exception cref="CheckpointFormatException">A tensor's type is unknown, its size is not its shape's, or it lies elsewhere.</exception>
    public static void Check(IEnumerable<SafetensorsEntry> entries, long dataLength)
    {
        var position = 0L;
        foreach (var entry in entries)
        {
            var size = ByteCount(entry);
            if (entry.Begin != position)
                throw Refuse(entry, $"begins at {entry.Begin}, but the one before it ends at {position}; tensors must follow each other without gap or overlap");
            if (entry.End - entry.Begin != size)
                throw Refuse(entry, $"has {entry.End - entry.Begin} bytes, but its type {entry.Dtype} and shape [{string.Join(", ", entry.Shape)}] need {size}");
            position = entry.End;
        }

        if (position != dataLength)
            throw new CheckpointFormatException($"The file has {dataLength} bytes of tensor data, but its header describes {position}: it is incomplete, or something was appended. Fetch it again.");
    }

    private static long ByteCount(SafetensorsEntry entry)
    {
        if (SafetensorsDtype.Bits(entry.Dtype) is not { } bits)
            throw Refuse(entry, $"has the element type {CheckpointFormatException.Quote(entry.Dtype)}, which the format does not know");
        return SafetensorsDtype.ByteCount(bits, entry.Shape)
            ?? throw Refuse(entry, $"has a shape of [{string.Join(", ", entry.Shape)}], which is no whole number of bytes that a file can hold");
    }

    private static CheckpointFormatException Refuse(SafetensorsEntry entry, string what) =>
        new($"Tensor {CheckpointFormatException.Quote(entry.Name)} {what}. Export the file again with a program that writes the format as specified.");
}
