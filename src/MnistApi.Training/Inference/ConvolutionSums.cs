using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MnistApi.Training.Inference;

/// <summary>
/// The inner loops of a convolution. The sums of a block of channels for a few pixels stay in registers while the products of all inputs
/// are added.
/// </summary>
internal static class ConvolutionSums
{
    private const int Block = FusedLayer.Block;
    private const int Half = Block / 2;

    /// <summary>The number of pixels that are computed together.</summary>
    public static int PixelsPerStep => Vector512.IsHardwareAccelerated ? 8 : 6;

    /// <summary>Computes a block of channels for <see cref="PixelsPerStep"/> pixels.</summary>
    /// <param name="padded">The input with its padding, [height, width, channels].</param>
    /// <param name="starts">The index of the first input of each pixel.</param>
    /// <param name="runs">Where the inputs of a pixel are after the first one.</param>
    /// <param name="weights">[runs, length of a run, Block].</param>
    /// <param name="bias">[Block].</param>
    /// <param name="output">Where the sums of the first pixel go. A pixel beyond its end is dropped.</param>
    /// <param name="stride">The distance between the sums of two pixels.</param>
    public static void Compute(
        float[] padded, ReadOnlySpan<int> starts, ConvolutionRuns runs, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias,
        Span<float> output, int stride)
    {
        if (Vector512.IsHardwareAccelerated) ComputeEight(padded, starts, runs, weights, bias, output, stride);
        else ComputeSix(padded, starts, runs, weights, bias, output, stride);
    }

    /// <summary>Twelve sums of eight floats, which fill the registers of AVX2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // Ahead-of-time code would not use AVX2.
    private static void ComputeSix(
        float[] padded, ReadOnlySpan<int> starts, ConvolutionRuns runs, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias,
        Span<float> output, int stride)
    {
        Vector256<float> low = Vector256.Create(bias), high = Vector256.Create(bias[Half..]);
        Vector256<float> a0 = low, a1 = high, b0 = low, b1 = high, c0 = low, c1 = high;
        Vector256<float> d0 = low, d1 = high, e0 = low, e1 = high, f0 = low, f1 = high;
        ref var weight = ref MemoryMarshal.GetReference(weights);
        for (var run = 0; run < runs.Count; run++)
        {
            ref var row = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(padded), run * runs.RowLength);
            ref var a = ref Unsafe.Add(ref row, starts[0]);
            ref var b = ref Unsafe.Add(ref row, starts[1]);
            ref var c = ref Unsafe.Add(ref row, starts[2]);
            ref var d = ref Unsafe.Add(ref row, starts[3]);
            ref var e = ref Unsafe.Add(ref row, starts[4]);
            ref var f = ref Unsafe.Add(ref row, starts[5]);
            for (nint i = 0; i < runs.Length; i++)
            {
                var (w0, w1) = (Vector256.LoadUnsafe(ref weight), Vector256.LoadUnsafe(ref weight, Half));
                weight = ref Unsafe.Add(ref weight, Block);
                var x = Vector256.Create(Unsafe.Add(ref a, i));
                (a0, a1) = (Vector256.MultiplyAddEstimate(x, w0, a0), Vector256.MultiplyAddEstimate(x, w1, a1));
                x = Vector256.Create(Unsafe.Add(ref b, i));
                (b0, b1) = (Vector256.MultiplyAddEstimate(x, w0, b0), Vector256.MultiplyAddEstimate(x, w1, b1));
                x = Vector256.Create(Unsafe.Add(ref c, i));
                (c0, c1) = (Vector256.MultiplyAddEstimate(x, w0, c0), Vector256.MultiplyAddEstimate(x, w1, c1));
                x = Vector256.Create(Unsafe.Add(ref d, i));
                (d0, d1) = (Vector256.MultiplyAddEstimate(x, w0, d0), Vector256.MultiplyAddEstimate(x, w1, d1));
                x = Vector256.Create(Unsafe.Add(ref e, i));
                (e0, e1) = (Vector256.MultiplyAddEstimate(x, w0, e0), Vector256.MultiplyAddEstimate(x, w1, e1));
                x = Vector256.Create(Unsafe.Add(ref f, i));
                (f0, f1) = (Vector256.MultiplyAddEstimate(x, w0, f0), Vector256.MultiplyAddEstimate(x, w1, f1));
            }
        }

        Store(output, 0, a0, a1);
        Store(output, stride, b0, b1);
        Store(output, 2 * stride, c0, c1);
        Store(output, 3 * stride, d0, d1);
        Store(output, 4 * stride, e0, e1);
        Store(output, 5 * stride, f0, f1);
    }

    /// <summary>Eight sums of sixteen floats: as many as AVX-512 adds to at the same time (2 units, 4 cycles).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // Ahead-of-time code would not use AVX-512.
    private static void ComputeEight(
        float[] padded, ReadOnlySpan<int> starts, ConvolutionRuns runs, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias,
        Span<float> output, int stride)
    {
        var first = Vector512.Create(bias);
        Vector512<float> a0 = first, b0 = first, c0 = first, d0 = first, e0 = first, f0 = first, g0 = first, h0 = first;
        ref var weight = ref MemoryMarshal.GetReference(weights);
        for (var run = 0; run < runs.Count; run++)
        {
            ref var row = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(padded), run * runs.RowLength);
            ref var a = ref Unsafe.Add(ref row, starts[0]);
            ref var b = ref Unsafe.Add(ref row, starts[1]);
            ref var c = ref Unsafe.Add(ref row, starts[2]);
            ref var d = ref Unsafe.Add(ref row, starts[3]);
            ref var e = ref Unsafe.Add(ref row, starts[4]);
            ref var f = ref Unsafe.Add(ref row, starts[5]);
            ref var g = ref Unsafe.Add(ref row, starts[6]);
            ref var h = ref Unsafe.Add(ref row, starts[7]);
            for (nint i = 0; i < runs.Length; i++)
            {
                var w = Vector512.LoadUnsafe(ref weight);
                weight = ref Unsafe.Add(ref weight, Block);
                a0 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref a, i)), w, a0);
                b0 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref b, i)), w, b0);
                c0 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref c, i)), w, c0);
                d0 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref d, i)), w, d0);
                e0 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref e, i)), w, e0);
                f0 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref f, i)), w, f0);
                g0 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref g, i)), w, g0);
                h0 = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref h, i)), w, h0);
            }
        }

        Store(output, 0, a0);
        Store(output, stride, b0);
        Store(output, 2 * stride, c0);
        Store(output, 3 * stride, d0);
        Store(output, 4 * stride, e0);
        Store(output, 5 * stride, f0);
        Store(output, 6 * stride, g0);
        Store(output, 7 * stride, h0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Span<float> output, int start, Vector256<float> low, Vector256<float> high)
    {
        if (start >= output.Length) return;
        low.CopyTo(output[start..]);
        high.CopyTo(output[(start + Half)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Span<float> output, int start, Vector512<float> sums)
    {
        if (start < output.Length) sums.CopyTo(output[start..]);
    }
}

/// <summary>The inputs of a pixel of a convolution: one run for each row of the kernel.</summary>
/// <param name="Count">The number of runs.</param>
/// <param name="Length">The number of inputs in a run.</param>
/// <param name="RowLength">The distance between two runs.</param>
internal readonly record struct ConvolutionRuns(int Count, int Length, int RowLength);
