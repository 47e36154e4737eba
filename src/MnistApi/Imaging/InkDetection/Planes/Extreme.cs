using System.Numerics;
using System.Runtime.InteropServices;

namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>Chooses one of two values: the larger or the smaller one. No value is NaN.</summary>
internal interface IExtreme
{
    /// <summary>A value that is never chosen.</summary>
    static abstract float Neutral { get; }

    static abstract float Of(float a, float b);

    static abstract Vector<float> Of(Vector<float> a, Vector<float> b);
}

internal readonly struct Larger : IExtreme
{
    public static float Neutral => float.NegativeInfinity;

    public static float Of(float a, float b) => Math.Max(a, b);

    public static Vector<float> Of(Vector<float> a, Vector<float> b) => Vector.MaxNative(a, b);
}

internal readonly struct Smaller : IExtreme
{
    public static float Neutral => float.PositiveInfinity;

    public static float Of(float a, float b) => Math.Min(a, b);

    public static Vector<float> Of(Vector<float> a, Vector<float> b) => Vector.MinNative(a, b);
}

/// <summary>Chooses between the values of two rows.</summary>
internal static class RowExtreme
{
    /// <summary>
    /// Chooses between the values of two rows. Rows are short, so the general methods of the library would spend most of their time on
    /// checks of their arguments.
    /// </summary>
    /// <param name="b">At least as long as the first row.</param>
    /// <param name="result">At least as long as the first row. It may be one of the rows.</param>
    public static void Of<TExtreme>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result) where TExtreme : IExtreme
    {
        b = b[..a.Length];
        result = result[..a.Length];
        var vectorsA = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vectorsB = MemoryMarshal.Cast<float, Vector<float>>(b)[..vectorsA.Length];
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(result)[..vectorsA.Length];
        for (var i = 0; i < vectorsA.Length; i++) vectors[i] = TExtreme.Of(vectorsA[i], vectorsB[i]);
        for (var i = vectorsA.Length * Vector<float>.Count; i < a.Length; i++) result[i] = TExtreme.Of(a[i], b[i]);
    }
}
