using System.Buffers.Binary;

namespace MnistApi.Imaging.Formats;

/// <summary>The structure of PNG files, by the specification (third edition): chunks of length, type, content and checksum.</summary>
internal static class PngFile
{
    public const int HeaderLength = 13;

    private const byte Gray = 0, Rgb = 2, Palette = 3;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <returns>Null where it is broken.</returns>
    public static ImageFile? ReadHeader(ReadOnlySpan<byte> file)
    {
        ImageFile? image = null;
        foreach (var chunk in new PngChunks(file))
        {
            if (image is null)
            {
                if (!chunk.Is("IHDR"u8) || chunk.Content.Length != HeaderLength) return null;
                image = new ImageFile(ImageFormat.Png, BinaryPrimitives.ReadInt32BigEndian(chunk.Content), BinaryPrimitives.ReadInt32BigEndian(chunk.Content[4..]))
                {
                    IsInterlaced = chunk.Content[12] != 0,
                    IsGray = chunk.Content[9] == Gray,
                    IsOpaque = chunk.Content[9] is Gray or Rgb or Palette,
                };
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

    /// <summary>Whether there are pixels and an end, and what is needed to decode them is undamaged.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> file)
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
}
