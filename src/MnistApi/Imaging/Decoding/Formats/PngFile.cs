using System.Buffers.Binary;

namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>Reads the structure of PNG files (W3C, third edition): chunks of length, type, content and checksum.</summary>
internal static class PngFile
{
    private const int HeaderLength = 13;
    private const byte Gray = 0, Rgb = 2, Palette = 3;

    /// <summary>Reads the header, the transparency and the orientation.</summary>
    /// <returns>The structure; null if the header is damaged.</returns>
    public static ImageFile? ReadHeader(ReadOnlySpan<byte> file)
    {
        ImageFile? image = null;
        foreach (var chunk in new PngChunks(file))
        {
            if (image is null)
            {
                if (!chunk.Is("IHDR"u8) || chunk.Content.Length != HeaderLength) return null;
                image = ReadHeaderChunk(chunk.Content);
            }
            else if (chunk.Is("tRNS"u8))
            {
                image = image with { IsGray = false, IsOpaque = false };
            }
            else if (chunk.Is("eXIf"u8))
            {
                image = image with { Orientation = ExifOrientation.Read(chunk.Content) };
            }
        }

        return image;
    }

    /// <summary>Whether the file has pixels and an end chunk, and every critical chunk is undamaged.</summary>
    public static bool IsComplete(ReadOnlySpan<byte> file)
    {
        var hasPixels = false;
        foreach (var chunk in new PngChunks(file))
        {
            if (chunk.IsCritical && !chunk.IsUndamaged) return false;
            if (chunk.Is("IEND"u8)) return hasPixels;
            hasPixels |= chunk.Is("IDAT"u8);
        }

        return false;
    }

    private static ImageFile ReadHeaderChunk(ReadOnlySpan<byte> header) =>
        new(ImageFormat.Png, BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]))
        {
            IsInterlaced = header[12] != 0,
            IsGray = header[9] == Gray,
            IsOpaque = header[9] is Gray or Rgb or Palette,
        };
}
