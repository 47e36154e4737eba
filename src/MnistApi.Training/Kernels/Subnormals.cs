using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MnistApi.Training.Kernels;

/// <summary>
/// Replaces tiny magnitudes by zero before they become subnormal (below 1.2e-38). An operation on a subnormal float takes about a hundred
/// cycles on many processors. Two sources would slow down the training. The moments of a weight whose gradient is always zero, such as that
/// of a border pixel, become subnormal after about 830 steps of 0.9^n and stay so. The gradients of an image that the network already
/// recognizes with certainty are subnormal, because the probabilities of the other digits are.
/// </summary>
internal static class Subnormals
{
    /// <summary>The bound for values that enter an update linearly. Such values are far too small to change a weight.</summary>
    public const float Smallest = 1e-30f;

    /// <summary>The bound for gradients that are squared. The square of 1e-16, times 1 - beta2, is still a normal float.</summary>
    public const float SmallestSquared = 1e-16f;

    // The comparison is false for NaN, so NaN stays. Replacing it would hide the lecture's log(0).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Flush(Vector512<float> values, float smallest) =>
        Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(values), Vector512.Create(smallest)), Vector512<float>.Zero, values);

    /// <summary>Replaces the magnitudes below <see cref="Smallest"/> in place.</summary>
    public static void Flush(Span<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(values);
        for (var i = 0; i < vectors.Length; i++) vectors[i] = Flush(vectors[i], Smallest);
        foreach (ref var value in values[(vectors.Length * Vector512<float>.Count)..])
            if (MathF.Abs(value) < Smallest) value = 0;
    }
}
