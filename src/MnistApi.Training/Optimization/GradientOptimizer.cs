using MnistApi.Training.Configuration;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks;
using static TorchSharp.torch;

namespace MnistApi.Training.Optimization;

/// <summary>
/// Updates a network's parameters from their gradients, in one SIMD pass over the memory of each tensor. The moments that it keeps between
/// steps are plain arrays, which a checkpoint saves unchanged.
/// </summary>
public abstract class GradientOptimizer
{
    private readonly double? _gradientClipNorm;

    private protected GradientOptimizer(OptimizerConfig config, IReadOnlyList<NamedTensor> parameters)
    {
        Parameters = parameters;
        _gradientClipNorm = config.GradientClipNorm;
    }

    /// <summary>Number of completed steps. Adam's bias correction depends on it.</summary>
    public long StepCount { get; private set; }

    /// <summary>The moments by name, such as <c>firstMoment.hidden1.weight</c>. Each has the size of its parameter.</summary>
    public abstract IEnumerable<KeyValuePair<string, float[]>> Moments { get; }

    private protected IReadOnlyList<NamedTensor> Parameters { get; }

    /// <summary>Updates all parameters once.</summary>
    /// <param name="gradients">One gradient for each parameter, in the parameters' order and shapes.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    public void Step(IReadOnlyList<Tensor> gradients, double learningRate)
    {
        StepCount++;
        var scale = _gradientClipNorm is { } longest ? Math.Min(1, longest / (Norm(gradients) + 1e-6)) : 1;
        for (var i = 0; i < Parameters.Count; i++)
            Update(i, TensorMemory.Of(Parameters[i].Tensor), TensorMemory.Of(gradients[i]), (float)scale, learningRate);
    }

    /// <summary>Restores the state from a checkpoint.</summary>
    /// <param name="stepCount">Number of completed steps.</param>
    /// <param name="moments">All <see cref="Moments"/> by name.</param>
    /// <exception cref="ArgumentException">A moment is missing or has the wrong size.</exception>
    public void Restore(long stepCount, IReadOnlyDictionary<string, float[]> moments)
    {
        StepCount = stepCount;
        foreach (var (name, values) in Moments)
        {
            if (!moments.TryGetValue(name, out var saved) || saved.Length != values.Length)
                throw new ArgumentException($"The moment '{name}' is missing or does not have {values.Length} elements.", nameof(moments));
            saved.CopyTo(values.AsSpan());
        }
    }

    private protected abstract void Update(
        int index, Span<float> parameter, ReadOnlySpan<float> gradient, float gradientScale, double learningRate);

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
