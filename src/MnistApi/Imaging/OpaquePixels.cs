using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MnistApi.Imaging;

/// <summary>Finds out whether pixels are opaque, and removes their alpha.</summary>
internal static class OpaquePixels
{
    private const int Rgb = 3, Rgba = 4;

    /// <summary>Whether the alpha of every pixel is 255.</summary>
    /// <param name="rgba">[pixels, 4].</param>
    public static bool Are(ReadOnlySpan<byte> rgba)
    {
        var alpha = Vector.AsVectorUInt32(new Vector<byte>(byte.MaxValue)) << 8 * (Rgba - 1);
        var vectors = MemoryMarshal.Cast<byte, Vector<uint>>(rgba);
        foreach (var pixels in vectors)
            if ((pixels & alpha) != alpha) return false;
        for (var i = vectors.Length * Vector<byte>.Count + Rgb; i < rgba.Length; i += Rgba)
            if (rgba[i] != byte.MaxValue) return false;
        return true;
    }

    /// <summary>Copies red, green and blue.</summary>
    /// <param name="rgba">[pixels, 4].</param>
    /// <param name="rgb">[pixels, 3].</param>
    public static void Copy(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        var colors = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0);
        var (from, to) = (0, 0);
        for (; to <= rgb.Length - Vector128<byte>.Count; from += Vector128<byte>.Count, to += Rgb * Vector128<byte>.Count / Rgba)
        {
            // The last four bytes are not colors. The next pixels replace them.
            var pixels = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(rgba), (nuint)from);
            Vector128.Shuffle(pixels, colors).StoreUnsafe(ref MemoryMarshal.GetReference(rgb), (nuint)to);
        }

        for (; to < rgb.Length; from += Rgba, to += Rgb) rgba.Slice(from, Rgb).CopyTo(rgb[to..]);
    }
}
