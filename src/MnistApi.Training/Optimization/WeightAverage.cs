using System.Runtime.Intrinsics;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Optimization;

/// <summary>An exponential moving average of a network's weights and running statistics, kept in a second network.</summary>
/// <param name="decay">Share of the average that each step keeps after the first steps.</param>
/// <param name="source">The network in training.</param>
/// <param name="average">The network that holds the average. It begins with the values of the source.</param>
internal sealed class WeightAverage(double decay, NeuralNetwork source, NeuralNetwork average)
{
    /// <summary>Adds the weights after a step to the average.</summary>
    /// <param name="stepCount">
    /// Number of steps in the run so far. In the first steps the average keeps a smaller share, so that the random initial weights
    /// disappear quickly.
    /// </param>
    public void Update(long stepCount)
    {
        var share = (float)(1 - Math.Min(decay, (1.0 + stepCount) / (10.0 + stepCount)));
        var (sources, averages) = (source.State, average.State);
        for (var i = 0; i < sources.Count; i++)
            UpdatePass.Run(new AverageRule(share), TensorMemory.Of(averages[i].Tensor), TensorMemory.Of(sources[i].Tensor), 1, [], []);
    }

    private readonly struct AverageRule(float share) : IUpdateRule
    {
        public void Apply(
            ref Vector512<float> parameter, Vector512<float> gradient, ref Vector512<float> first, ref Vector512<float> second) =>
            parameter += share * (gradient - parameter);
    }
}
