using System.IO.Compression;

namespace MnistApi.Imaging.Formats;

/// <summary>The compressed pixels of a PNG file.</summary>
internal static class PngPixels
{
    /// <summary>First column and row, and steps, of the seven passes of an interlaced image.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Whether they decompress to as many bytes as the header says there are. No more than those are decompressed, and none is kept.</summary>
    /// <param name="file">A file whose structure is sound.</param>
    public static bool AreComplete(ReadOnlySpan<byte> file, ImageFile image)
    {
        var left = LengthOf(image, BitsPerPixel(file));
        using var compressed = new MemoryStream(Concatenate(file));
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        try
        {
            while (left > 0 && zlib.Read(buffer, 0, (int)Math.Min(buffer.Length, left)) is > 0 and var count) left -= count;
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return left == 0;
    }

    private static byte[] Concatenate(ReadOnlySpan<byte> file)
    {
        using var pixels = new MemoryStream(file.Length);
        foreach (var chunk in new PngChunks(file))
        {
            if (chunk.Is("IDAT"u8)) pixels.Write(chunk.Content);
        }

        return pixels.ToArray();
    }

    private static long LengthOf(ImageFile image, int bits) => image.IsInterlaced
        ? Passes.Sum(pass => LengthOf((image.Width - pass.X + pass.StepX - 1) / pass.StepX, (image.Height - pass.Y + pass.StepY - 1) / pass.StepY, bits))
        : LengthOf(image.Width, image.Height, bits);

    /// <summary>Each row has a byte for its filter. A pass without columns has no rows.</summary>
    private static long LengthOf(int width, int height, int bits) => width <= 0 || height <= 0 ? 0 : height * (1 + ((long)width * bits + 7) / 8);

    private static int BitsPerPixel(ReadOnlySpan<byte> file)
    {
        var (depth, kind) = (file[24], file[25]);
        return depth * kind switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
    }
}
