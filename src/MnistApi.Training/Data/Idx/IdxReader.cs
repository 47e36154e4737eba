using System.Buffers.Binary;

namespace MnistApi.Training.Data.Idx;

/// <summary>Reads one IDX file from an untrusted source.</summary>
internal static class IdxReader
{
    private const int FirstAllocation = 1 << 20;
    private const string DownloadAgain = "Download the file again, or remove it.";

    /// <summary>
    /// Reads the items after the header: labels [N] or pixels [N, 28, 28]. N is from 1 to <see cref="IdxHeader.MaxItems"/>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="magic">The magic number of the expected kind of file.</param>
    /// <exception cref="DatasetFormatException">The file is damaged or of another kind.</exception>
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
            throw new DatasetFormatException(path, $"is a damaged gzip file: {e.Message} {DownloadAgain}", e);
        }
    }

    private static IdxHeader ReadHeader(Stream stream, string path, uint magic)
    {
        var bytes = new byte[IdxHeader.Length(magic)];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);

        if (read >= 4 && BinaryPrimitives.ReadUInt32BigEndian(bytes) is var found && found != magic)
            throw new DatasetFormatException(
                path, $"begins with {Kind(found)}. Expected is {Kind(magic)}. Check that the file has the right name and is an IDX file.");
        if (read < bytes.Length)
            throw Truncated(path, bytes.Length, read);

        var header = IdxHeader.FromBytes(bytes);
        if (header.Dimensions[0] is 0 or > IdxHeader.MaxItems)
            throw new DatasetFormatException(
                path, $"must have between 1 and {IdxHeader.MaxItems} items. Its header says {header.Dimensions[0]}. {DownloadAgain}");
        if (magic == IdxHeader.ImagesMagic && header.Dimensions is not [_, ImageSet.Side, ImageSet.Side])
            throw new DatasetFormatException(
                path, $"has images of {header.Dimensions[1]}x{header.Dimensions[2]} pixels. Use a dataset with images of 28x28 pixels.");
        return header;
    }

    private static byte[] ReadItems(Stream stream, string path, IdxHeader header)
    {
        var length = header.Dimensions.Aggregate(1, (product, dimension) => product * (int)dimension);

        // Memory grows with the bytes in the file, so a false number in the header costs at most the first allocation.
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
            throw new DatasetFormatException(
                path,
                $"has more uncompressed bytes than the {IdxHeader.Length(header.Magic) + length} of its {header.Dimensions[0]} items. "
                + DownloadAgain);
        return items;
    }

    private static DatasetFormatException Truncated(string path, int expected, int found) =>
        new(path, $"is truncated: it has {found} of {expected} uncompressed bytes. {DownloadAgain}");

    private static string Kind(uint magic) => magic switch
    {
        IdxHeader.ImagesMagic => $"0x{magic:X8}, the magic number of images",
        IdxHeader.LabelsMagic => $"0x{magic:X8}, the magic number of labels",
        _ => $"0x{magic:X8}, which is not the magic number of images or labels",
    };
}
