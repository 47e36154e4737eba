using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MnistApi.Training.Configuration;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Optimization;

/// <summary>Adam and AdamW as in torch.optim, but without the subnormal moments that slow those down (<see cref="Subnormals"/>).</summary>
/// <remarks>
/// Kingma, Ba, "Adam: A method for stochastic optimization", ICLR 2015; Loshchilov, Hutter, "Decoupled weight decay regularization", ICLR
/// 2019.
/// </remarks>
internal sealed class AdamOptimizer : GradientOptimizer
{
    public const string FirstMoment = "firstMoment";
    public const string SecondMoment = "secondMoment";

    private readonly OptimizerConfig _config;
    private readonly float[][] _firstMoments;
    private readonly float[][] _secondMoments;

    public AdamOptimizer(OptimizerConfig config, IReadOnlyList<NamedTensor> parameters)
        : base(config, parameters)
    {
        _config = config;
        _firstMoments = Zeros(parameters);
        _secondMoments = Zeros(parameters);
    }

    public override IEnumerable<KeyValuePair<string, float[]>> Moments =>
        Named(FirstMoment, _firstMoments).Concat(Named(SecondMoment, _secondMoments));

    private protected override void Update(
        int index, Span<float> parameter, ReadOnlySpan<float> gradient, float gradientScale, double learningRate)
    {
        var rule = new AdamRule(_config, StepCount, learningRate);
        UpdatePass.Run(rule, parameter, gradient, gradientScale, _firstMoments[index], _secondMoments[index]);
    }

    private readonly struct AdamRule : IUpdateRule
    {
        private readonly float _beta1, _beta2, _oneMinusBeta1, _oneMinusBeta2;
        private readonly float _stepSize, _rootBiasCorrection, _epsilon, _coupledDecay, _decoupledFactor;

        public AdamRule(OptimizerConfig config, long step, double learningRate)
        {
            var decoupled = config.Kind == OptimizerKind.AdamW;
            _beta1 = (float)config.Beta1;
            _beta2 = (float)config.Beta2;
            _oneMinusBeta1 = (float)(1 - config.Beta1); // Not 1 - 0.999f, which has a relative error of 5e-5.
            _oneMinusBeta2 = (float)(1 - config.Beta2);
            _stepSize = (float)(learningRate / (1 - Math.Pow(config.Beta1, step)));
            _rootBiasCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(config.Beta2, step)));
            _epsilon = (float)config.Epsilon;
            _coupledDecay = decoupled ? 0 : (float)config.WeightDecay;
            _decoupledFactor = decoupled ? (float)(1 - learningRate * config.WeightDecay) : 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(
            ref Vector512<float> parameter, Vector512<float> gradient, ref Vector512<float> firstMoment, ref Vector512<float> secondMoment)
        {
            var g = Subnormals.Flush(gradient + _coupledDecay * parameter, Subnormals.SmallestSquared);
            var m = Subnormals.Flush(_beta1 * firstMoment + _oneMinusBeta1 * g, Subnormals.Smallest);
            var v = Subnormals.Flush(_beta2 * secondMoment + _oneMinusBeta2 * g * g, Subnormals.Smallest);
            firstMoment = m;
            secondMoment = v;
            var denominator = Vector512.Sqrt(v) * _rootBiasCorrection + Vector512.Create(_epsilon);
            parameter = _decoupledFactor * parameter - _stepSize * m / denominator;
        }
    }
}
