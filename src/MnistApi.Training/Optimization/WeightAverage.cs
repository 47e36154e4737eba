using System.Runtime.Intrinsics;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Optimization;

/// <summary>An exponential moving average of a network's weights and running statistics, kept in a second network.</summary>
/// <param name="decay">Share of the average that each step keeps, once enough steps are done.</param>
/// <param name="source">The network in training.</param>
/// <param name="average">The network that holds the average; it begins with the source's values.</param>
internal sealed class WeightAverage(double decay, NeuralNetwork source, NeuralNetwork average)
{
    /// <summary>Takes in the weights after a step.</summary>
    /// <param name="stepCount">Steps done since the run began. Early averages are shorter, so that the first, random weights are soon forgotten.</param>
    public void Update(long stepCount)
    {
        var share = (float)(1 - Math.Min(decay, (1.0 + stepCount) / (10.0 + stepCount)));
        var (sources, averages) = (source.State, average.State);
        for (var i = 0; i < sources.Count; i++)
            UpdatePass.Run(new AverageRule(share), TensorMemory.Of(averages[i].Tensor), TensorMemory.Of(sources[i].Tensor), 1, [], []);
    }

    private readonly struct AverageRule(float share) : IUpdateRule
    {
        public void Apply(ref Vector512<float> parameter, Vector512<float> gradient, ref Vector512<float> first, ref Vector512<float> second) =>
            parameter += share * (gradient - parameter);
    }
}
