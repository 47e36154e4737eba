using MnistApi.Training.Configuration;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Optimization;

/// <summary>Creates optimizers from their configuration.</summary>
public static class OptimizerFactory
{
    /// <summary>Creates the optimizer of a configuration.</summary>
    /// <param name="config">A valid configuration.</param>
    /// <param name="parameters">The trained parameters of one network.</param>
    public static GradientOptimizer Create(OptimizerConfig config, IReadOnlyList<NamedTensor> parameters) => config.Kind switch
    {
        OptimizerKind.Sgd => new SgdOptimizer(config, parameters),
        OptimizerKind.Adam or OptimizerKind.AdamW => new AdamOptimizer(config, parameters),
        _ => throw new InvalidOperationException($"Unknown optimizer {config.Kind}."),
    };

    /// <summary>
    /// The moments that the optimizer keeps for each parameter, such as <c>firstMoment</c>. The names in <see
    /// cref="GradientOptimizer.Moments"/> begin with these names.
    /// </summary>
    public static IReadOnlyList<string> MomentNames(OptimizerConfig config) => config.Kind switch
    {
        OptimizerKind.Sgd => config.Momentum > 0 ? [SgdOptimizer.Velocity] : [],
        _ => [AdamOptimizer.FirstMoment, AdamOptimizer.SecondMoment],
    };
}
