using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MnistApi.Training.Optimization;

/// <summary>
/// Replaces tiny magnitudes by zero before they become subnormal (below 1.2e-38). An operation on a subnormal float takes about a hundred
/// cycles on many processors. The moments of a weight whose gradient is always zero, such as that of a border pixel, become subnormal after
/// about 830 steps of 0.9^n and stay so, and training would slow down from epoch to epoch.
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
}
