using System.Buffers.Binary;

namespace MnistApi.Training.Data.Idx;

/// <summary>Reads one IDX file and believes nothing in it that the bytes do not bear out.</summary>
internal static class IdxReader
{
    private const int FirstAllocation = 1 << 20;
    private const string FetchAgain = "Fetch the file again or remove it.";

    /// <summary>Reads the items behind the header: [N] labels or [N, 28, 28] pixels, N from 1 to <see cref="IdxHeader.MaxItems"/>.</summary>
    /// <exception cref="DatasetFormatException">The file is damaged or not of the kind that <paramref name="magic"/> stands for.</exception>
    public static byte[] Read(string path, uint magic)
    {
        try
        {
            using var stream = PossiblyGzipped.OpenRead(path);
            var header = ReadHeader(stream, path, magic);
            return ReadItems(stream, path, header);
        }
        catch (InvalidDataException e)
        {
            throw new DatasetFormatException(path, $"is damaged gzip: {e.Message} {FetchAgain}", e);
        }
    }

    private static IdxHeader ReadHeader(Stream stream, string path, uint magic)
    {
        var bytes = new byte[IdxHeader.Length(magic)];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);

        if (read >= 4 && BinaryPrimitives.ReadUInt32BigEndian(bytes) is var found && found != magic)
            throw new DatasetFormatException(path, $"starts with {Kind(found)}, expected {Kind(magic)}. Check that the file has the right name and is an IDX file.");
        if (read < bytes.Length)
            throw Truncated(path, bytes.Length, read);

        var header = IdxHeader.FromBytes(bytes);
        if (header.Dimensions[0] is 0 or > IdxHeader.MaxItems)
            throw new DatasetFormatException(path, $"claims {header.Dimensions[0]} items, expected 1 to {IdxHeader.MaxItems}. {FetchAgain}");
        if (magic == IdxHeader.ImagesMagic && header.Dimensions is not [_, ImageSet.Side, ImageSet.Side])
            throw new DatasetFormatException(path, $"has images of {header.Dimensions[1]}x{header.Dimensions[2]}, expected 28x28. Use a dataset of 28x28 images.");
        return header;
    }

    private static byte[] ReadItems(Stream stream, string path, IdxHeader header)
    {
        var length = header.Dimensions.Aggregate(1, (product, dimension) => product * (int)dimension);

        // Memory grows with the bytes that really came, so a header's claim alone takes no more than the first step.
        var items = new byte[Math.Min(length, FirstAllocation)];
        var filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(items.AsSpan(filled), items.Length - filled, throwOnEndOfStream: false);
            if (filled < items.Length)
                throw Truncated(path, IdxHeader.Length(header.Magic) + length, IdxHeader.Length(header.Magic) + filled);
            if (filled == length) break;
            Array.Resize(ref items, (int)Math.Min(length, items.Length * 2L));
        }

        if (stream.ReadByte() >= 0)
            throw new DatasetFormatException(path, $"goes on after the {IdxHeader.Length(header.Magic) + length} uncompressed bytes that its header of {header.Dimensions[0]} items promises. {FetchAgain}");
        return items;
    }

    private static DatasetFormatException Truncated(string path, int expected, int found) =>
        new(path, $"is cut off: {found} uncompressed bytes found, {expected} expected. {FetchAgain}");

    private static string Kind(uint magic) => magic switch
    {
        IdxHeader.ImagesMagic => $"0x{magic:X8}, the magic number of images",
        IdxHeader.LabelsMagic => $"0x{magic:X8}, the magic number of labels",
        _ => $"0x{magic:X8}, which is no magic number of images or labels",
    };
}
