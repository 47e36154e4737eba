using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MnistApi.Training.Configuration;
using MnistApi.Training.Networks.Layers;

namespace MnistApi.Training.Inference;

/// <summary>
/// A fully connected layer, its normalization and its activation. Inputs of zero are skipped, as in training, even if their weight is not
/// finite.
/// </summary>
internal sealed class FusedLinear : FusedLayer
{
    private const int Vectors = 4; // A quarter of the registers holds the sums of a block of outputs.
    private const int Lanes = 8;

    private readonly Activation? _activation;
    private readonly float[] _weights; // [outputs / (Vectors * Lanes), inputs, Vectors * Lanes]
    private readonly float[] _bias;    // [outputs]

    /// <param name="activation">The activation; null for none.</param>
    /// <param name="weights">[inputs, outputs].</param>
    /// <param name="bias">[outputs].</param>
    public FusedLinear(int inputs, int outputs, Activation? activation, float[] weights, float[] bias)
        : base(inputs, WholeSteps(outputs))
    {
        (_activation, _bias) = (activation, new float[OutputLength]);
        bias.CopyTo(_bias, 0);
        _weights = new float[inputs * OutputLength];
        for (var i = 0; i < weights.Length; i++)
        {
            var (input, output) = (i / outputs, i % outputs);
            _weights[(output / (Vectors * Lanes) * inputs + input) * Vectors * Lanes + output % (Vectors * Lanes)] = weights[i];
        }
    }

    public override void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        var (positions, values) = (ArrayPool<int>.Shared.Rent(input.Length), ArrayPool<float>.Shared.Rent(input.Length));
        var count = FindNonZero(input, positions, values);
        for (var start = 0; start < OutputLength; start += Vectors * Lanes)
            Multiply(positions.AsSpan(0, count), values.AsSpan(0, count), start, output);
        ArrayPool<int>.Shared.Return(positions);
        ArrayPool<float>.Shared.Return(values);
        if (_activation is { } activation) ActivationLayer.Apply(activation, output);
    }

    private static int WholeSteps(int outputs) => (outputs + Vectors * Lanes - 1) / (Vectors * Lanes) * Vectors * Lanes;

    /// <summary>Lists the inputs that are not zero. Four of five pixels are zero, and about half of the outputs of ReLU.</summary>
    private static int FindNonZero(ReadOnlySpan<float> input, int[] positions, float[] values)
    {
        var count = 0;
        for (var i = 0; i < input.Length; i++)
        {
            (positions[count], values[count]) = (i * Vectors * Lanes, input[i]);
            if (input[i] != 0) count++;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // Ahead-of-time code would not use AVX2.
    private void Multiply(ReadOnlySpan<int> positions, ReadOnlySpan<float> values, int start, Span<float> output)
    {
        var (a, b) = (Vector256.Create(_bias, start), Vector256.Create(_bias, start + Lanes));
        var (c, d) = (Vector256.Create(_bias, start + 2 * Lanes), Vector256.Create(_bias, start + 3 * Lanes));
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_weights), start * InputLength);
        for (var i = 0; i < positions.Length; i++)
        {
            var x = Vector256.Create(values[i]);
            ref var weight = ref Unsafe.Add(ref first, positions[i]);
            a = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weight), a);
            b = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weight, Lanes), b);
            c = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weight, 2 * Lanes), c);
            d = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weight, 3 * Lanes), d);
        }

        a.CopyTo(output[start..]);
        b.CopyTo(output[(start + Lanes)..]);
        c.CopyTo(output[(start + 2 * Lanes)..]);
        d.CopyTo(output[(start + 3 * Lanes)..]);
    }
}
