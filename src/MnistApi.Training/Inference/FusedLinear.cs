using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MnistApi.Training.Configuration;
using MnistApi.Training.Networks.Layers;

namespace MnistApi.Training.Inference;

/// <summary>A fully connected layer, its normalization and its activation.</summary>
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
        for (var start = 0; start < OutputLength; start += Vectors * Lanes) Multiply(input, start, output);
        if (_activation is { } activation) ActivationLayer.Apply(activation, output);
    }

    private static int WholeSteps(int outputs) => (outputs + Vectors * Lanes - 1) / (Vectors * Lanes) * Vectors * Lanes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // Ahead-of-time code would not use AVX2.
    private void Multiply(ReadOnlySpan<float> input, int start, Span<float> output)
    {
        var (a, b) = (Vector256.Create(_bias, start), Vector256.Create(_bias, start + Lanes));
        var (c, d) = (Vector256.Create(_bias, start + 2 * Lanes), Vector256.Create(_bias, start + 3 * Lanes));
        ref var weight = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_weights), start * input.Length);
        foreach (var value in input)
        {
            var x = Vector256.Create(value);
            a = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weight), a);
            b = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weight, Lanes), b);
            c = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weight, 2 * Lanes), c);
            d = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weight, 3 * Lanes), d);
            weight = ref Unsafe.Add(ref weight, Vectors * Lanes);
        }

        a.CopyTo(output[start..]);
        b.CopyTo(output[(start + Lanes)..]);
        c.CopyTo(output[(start + 2 * Lanes)..]);
        d.CopyTo(output[(start + 3 * Lanes)..]);
    }
}
