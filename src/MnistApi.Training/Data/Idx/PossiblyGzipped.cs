using System.IO.Compression;

namespace MnistApi.Training.Data.Idx;

/// <summary>Opens files that can be compressed. The first two bytes show it, because mirrors and users rename files.</summary>
internal static class PossiblyGzipped
{
    /// <summary>
    /// Opens the uncompressed contents. Reading throws <see cref="InvalidDataException"/> if the compressed data are damaged.
    /// </summary>
    public static Stream OpenRead(string path)
    {
        var file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[2];
        var read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && magic is [0x1F, 0x8B] ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Creates or replaces a file. The file is compressed if its name ends in <c>.gz</c>.</summary>
    public static Stream Create(string path)
    {
        var file = File.Create(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal) : file;
    }
}
