using System.Buffers;
using System.IO.Compression;

namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>Checks the compressed pixels of a PNG file.</summary>
internal static class PngPixels
{
    private const int BufferLength = 16 * 1024;

    /// <summary>The first column and row and the steps of each of the seven passes of Adam7 interlacing.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>
    /// Whether the pixels decompress to at least as many bytes as the size in the header requires. ImageSharp does not check this and
    /// leaves missing rows empty. The method decompresses only the required bytes and keeps none of them in memory.
    /// </summary>
    /// <param name="file">A file whose chunks are complete and undamaged.</param>
    public static bool AreComplete(ReadOnlySpan<byte> file, ImageFile image)
    {
        var left = LengthOf(image, BitsPerPixel(file));
        using var zlib = new ZLibStream(Compressed(file), CompressionMode.Decompress);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            while (left > 0 && zlib.Read(buffer, 0, (int)Math.Min(buffer.Length, left)) is > 0 and var count) left -= count;
        }
        catch (InvalidDataException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return left == 0;
    }

    private static MemoryStream Compressed(ReadOnlySpan<byte> file)
    {
        var pixels = new MemoryStream(file.Length);
        foreach (var chunk in new PngChunks(file))
        {
            if (chunk.Is("IDAT"u8)) pixels.Write(chunk.Content);
        }

        pixels.Position = 0;
        return pixels;
    }

    private static long LengthOf(ImageFile image, int bits) => image.IsInterlaced
        ? Passes.Sum(pass => LengthOf(CountOf(image.Width, pass.X, pass.StepX), CountOf(image.Height, pass.Y, pass.StepY), bits))
        : LengthOf(image.Width, image.Height, bits);

    /// <summary>Counts the columns or rows of a pass.</summary>
    private static int CountOf(int length, int first, int step) => (length - first + step - 1) / step;

    /// <summary>
    /// Computes the length of the rows in bytes. Each row has one more byte for its filter. A pass without columns has no rows.
    /// </summary>
    private static long LengthOf(int width, int height, int bits) =>
        width <= 0 || height <= 0 ? 0 : height * (1 + ((long)width * bits + 7) / 8);

    private static int BitsPerPixel(ReadOnlySpan<byte> file)
    {
        var (depth, colorType) = (file[24], file[25]);
        return depth * colorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
    }
}
