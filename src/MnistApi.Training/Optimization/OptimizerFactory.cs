using MnistApi.Training.Configuration;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Optimization;

/// <summary>Creates optimizers from their configuration.</summary>
public static class OptimizerFactory
{
    /// <summary>The optimizer that a configuration describes, for the parameters of one network.</summary>
    public static GradientOptimizer Create(OptimizerConfig config, IReadOnlyList<NamedTensor> parameters) => config.Kind switch
    {
        OptimizerKind.Sgd => new SgdOptimizer(config, parameters),
        OptimizerKind.Adam or OptimizerKind.AdamW => new AdamOptimizer(config, parameters),
        _ => throw new InvalidOperationException($"Unknown optimizer {config.Kind}."),
    };

    /// <summary>What the optimizer remembers per trained tensor: the first part of the names of <see cref="GradientOptimizer.Moments"/>.</summary>
    public static IReadOnlyList<string> MomentNames(OptimizerConfig config) => config.Kind switch
    {
        OptimizerKind.Sgd => config.Momentum > 0 ? [SgdOptimizer.Velocity] : [],
        _ => [AdamOptimizer.FirstMoment, AdamOptimizer.SecondMoment],
    };
}
