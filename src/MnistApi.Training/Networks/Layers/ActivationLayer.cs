using MnistApi.Training.Configuration;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MnistApi.Training.Networks.Layers;

/// <summary>The function after a hidden layer.</summary>
internal sealed record ActivationLayer(string Name, Activation Function) : Layer(Name)
{
    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training) => Function switch
    {
        Activation.Relu => x.relu(),
        Activation.Tanh => x.tanh(),
        Activation.Sigmoid => x.sigmoid(),
        Activation.Gelu => x.gelu(),
        _ => throw new InvalidOperationException($"Unknown activation {Function}."),
    };

    /// <summary>Applies an activation in place, without libtorch.</summary>
    public static void Apply(Activation activation, Span<float> values)
    {
        switch (activation)
        {
            case Activation.Relu:
                TensorPrimitives.Max(values, 0, values);
                break;
            case Activation.Tanh:
                TensorPrimitives.Tanh(values, values);
                break;
            case Activation.Sigmoid:
                TensorPrimitives.Sigmoid(values, values);
                break;
            case Activation.Gelu:
                foreach (ref var value in values) value = (float)(value * NormalDistribution(value));
                break;
            default:
                throw new InvalidOperationException($"Unknown activation {activation}.");
        }
    }

    /// <summary>
    /// Computes Φ(x), the distribution function of the standard normal distribution, from a Chebyshev fit of the complementary error
    /// function with a relative error below 1.2e-7 (Press and others, "Numerical Recipes", section 6.2).
    /// </summary>
    private static double NormalDistribution(double x)
    {
        var z = Math.Abs(x) / Math.Sqrt(2);
        var t = 1 / (1 + z / 2);
        ReadOnlySpan<double> coefficients =
        [
            -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
        ];
        var polynomial = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--) polynomial = polynomial * t + coefficients[i];
        var complement = t * Math.Exp(polynomial - z * z);
        return x >= 0 ? 1 - complement / 2 : complement / 2;
    }
}
