using MnistApi.Training.Configuration;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks;
using static TorchSharp.torch;

namespace MnistApi.Training.Optimization;

/// <summary>
/// Moves a network's parameters against their gradients, in one SIMD pass per tensor over its own memory. What it remembers
/// between steps (moments) is plain arrays, which a checkpoint saves as they are.
/// </summary>
public abstract class GradientOptimizer
{
    private readonly double? _gradientClipNorm;

    private protected GradientOptimizer(OptimizerConfig config, IReadOnlyList<NamedTensor> parameters)
    {
        Parameters = parameters;
        _gradientClipNorm = config.GradientClipNorm;
    }

    /// <summary>Steps done, from 0; Adam's bias correction depends on it.</summary>
    public long StepCount { get; private set; }

    /// <summary>The moments by name, such as <c>firstMoment.hidden1.weight</c>, each of its parameter's size.</summary>
    public abstract IEnumerable<KeyValuePair<string, float[]>> Moments { get; }

    private protected IReadOnlyList<NamedTensor> Parameters { get; }

    /// <summary>One update of all parameters.</summary>
    /// <param name="gradients">One per parameter, in the parameters' order and shapes.</param>
    /// <param name="learningRate">The rate of this step.</param>
    public void Step(IReadOnlyList<Tensor> gradients, double learningRate)
    {
        StepCount++;
        var scale = _gradientClipNorm is { } longest ? Math.Min(1, longest / (Norm(gradients) + 1e-6)) : 1;
        for (var i = 0; i < Parameters.Count; i++)
            Update(i, TensorMemory.Of(Parameters[i].Tensor), TensorMemory.Of(gradients[i]), (float)scale, learningRate);
    }

    /// <summary>Takes up what a checkpoint saved.</summary>
    /// <exception cref="ArgumentException">A moment is missing or has another size.</exception>
    public void Restore(long stepCount, IReadOnlyDictionary<string, float[]> moments)
    {
        StepCount = stepCount;
        foreach (var (name, values) in Moments)
        {
            if (!moments.TryGetValue(name, out var saved) || saved.Length != values.Length)
                throw new ArgumentException($"The optimizer's '{name}' is missing or not of {values.Length} elements.", nameof(moments));
            saved.CopyTo(values.AsSpan());
        }
    }

    private protected abstract void Update(int index, Span<float> parameter, ReadOnlySpan<float> gradient, float gradientScale, double learningRate);

    private protected static float[][] Zeros(IReadOnlyList<NamedTensor> parameters) =>
        [.. parameters.Select(parameter => new float[parameter.Tensor.numel()])];

    private protected IEnumerable<KeyValuePair<string, float[]>> Named(string moment, float[][] values) =>
        values.Select((value, i) => KeyValuePair.Create($"{moment}.{Parameters[i].Name}", value));

    private static double Norm(IReadOnlyList<Tensor> gradients)
    {
        var sum = 0.0;
        foreach (var gradient in gradients)
        {
            var values = TensorMemory.Of(gradient);
            for (var i = 0; i < values.Length; i++) sum += (double)values[i] * values[i];
        }

        return Math.Sqrt(sum);
    }
}
