using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MnistApi.Imaging;

/// <summary>Finds out whether pixels are gray, and converts between gray and color.</summary>
internal static class GrayPixels
{
    private const int Rgb = 3;
    private const int PixelsPerVector = 5; // 15 of 16 bytes

    /// <summary>Whether red, green and blue of every pixel are equal.</summary>
    /// <param name="rgb">[pixels, 3].</param>
    public static bool Are(ReadOnlySpan<byte> rgb)
    {
        var reds = Vector128.Create((byte)0, 0, 0, 3, 3, 3, 6, 6, 6, 9, 9, 9, 12, 12, 12, 15);
        var done = 0;
        for (; done <= rgb.Length - Vector128<byte>.Count; done += Rgb * PixelsPerVector)
        {
            var pixels = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(rgb), (nuint)done);
            if (Vector128.Shuffle(pixels, reds) != pixels) return false;
        }

        for (; done < rgb.Length; done += Rgb)
            if (rgb[done] != rgb[done + 1] || rgb[done] != rgb[done + 2]) return false;
        return true;
    }

    /// <summary>Copies one of three equal samples of each pixel.</summary>
    /// <param name="rgb">[pixels, 3].</param>
    /// <param name="gray">[pixels].</param>
    public static void Copy(ReadOnlySpan<byte> rgb, Span<byte> gray)
    {
        for (var i = 0; i < gray.Length; i++) gray[i] = rgb[Rgb * i];
    }

    /// <summary>Repeats each gray level three times.</summary>
    /// <param name="gray">[pixels].</param>
    /// <param name="rgb">[pixels, 3].</param>
    public static void Repeat(ReadOnlySpan<byte> gray, Span<byte> rgb)
    {
        for (var i = 0; i < gray.Length; i++) rgb[Rgb * i] = rgb[Rgb * i + 1] = rgb[Rgb * i + 2] = gray[i];
    }
}
