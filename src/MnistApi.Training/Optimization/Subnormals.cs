using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MnistApi.Training.Optimization;

/// <summary>
/// Sets magnitudes that are on their way to the subnormal range (below 1.2e-38) to zero. Arithmetic on subnormal floats costs about a hundred
/// cycles each on many processors, and a decaying average of a weight whose gradient stays zero (black border pixels) gets there
/// after some 830 steps of 0.9^n and stays: training would slow down epoch by epoch.
/// </summary>
internal static class Subnormals
{
    /// <summary>For values that enter an update linearly: far below any that moves a weight.</summary>
    public const float Smallest = 1e-30f;

    /// <summary>For gradients that are squared: 1e-16 squared, times 1 - beta2, is still a normal float.</summary>
    public const float SmallestSquared = 1e-16f;

    // Less-than, so that a NaN stays: a flush that swallowed it would hide the lecture's log(0).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Flush(Vector512<float> values, float smallest) =>
        Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(values), Vector512.Create(smallest)), Vector512<float>.Zero, values);
}
