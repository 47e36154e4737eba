using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MnistApi.Training.Configuration;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Optimization;

/// <summary>Stochastic gradient descent with optional momentum and Nesterov momentum, as torch.optim.SGD without dampening.</summary>
internal sealed class SgdOptimizer : GradientOptimizer
{
    public const string Velocity = "velocity";

    private readonly OptimizerConfig _config;
    private readonly float[][] _velocities;

    public SgdOptimizer(OptimizerConfig config, IReadOnlyList<NamedTensor> parameters)
        : base(config, parameters)
    {
        _config = config;
        _velocities = config.Momentum > 0 ? Zeros(parameters) : [];
    }

    public override IEnumerable<KeyValuePair<string, float[]>> Moments => Named(Velocity, _velocities);

    private protected override void Update(
        int index, Span<float> parameter, ReadOnlySpan<float> gradient, float gradientScale, double learningRate)
    {
        var (rate, decay, momentum) = ((float)learningRate, (float)_config.WeightDecay, (float)_config.Momentum);
        if (momentum == 0)
        {
            UpdatePass.Run(new PlainRule(rate, decay), parameter, gradient, gradientScale, [], []);
            return;
        }

        var rule = new MomentumRule(rate, decay, momentum, _config.Nesterov);
        UpdatePass.Run(rule, parameter, gradient, gradientScale, _velocities[index], []);
    }

    private readonly struct PlainRule(float learningRate, float weightDecay) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(
            ref Vector512<float> parameter, Vector512<float> gradient, ref Vector512<float> first, ref Vector512<float> second) =>
            parameter -= learningRate * (gradient + weightDecay * parameter);
    }

    private readonly struct MomentumRule(float learningRate, float weightDecay, float momentum, bool nesterov) : IUpdateRule
    {
        // The velocities begin as zeros, so the first velocity is the gradient itself, as in torch.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(
            ref Vector512<float> parameter, Vector512<float> gradient, ref Vector512<float> velocity, ref Vector512<float> second)
        {
            var decayed = gradient + weightDecay * parameter;
            velocity = Subnormals.Flush(momentum * velocity + decayed, Subnormals.Smallest);
            parameter -= learningRate * (nesterov ? decayed + momentum * velocity : velocity);
        }
    }
}
