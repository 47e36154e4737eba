using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Networks;
using MnistApi.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace MnistApi.Training.Tests.Optimization;

public sealed class GradientOptimizerTests : IDisposable
{
    private const int Steps = 100;

    private readonly DisposeScope _scope = NewDisposeScope();

    // 1,003 elements: no multiple of any vector's width.
    private readonly Tensor _ours = Random(seed: 1);
    private readonly TorchSharp.Modules.Parameter _theirs = new(Random(seed: 1));

    public static TheoryData<OptimizerConfig> AdamConfigs =>
    [
        new OptimizerConfig { Kind = OptimizerKind.Adam, LearningRate = 0.01 },
        new OptimizerConfig
        {
            Kind = OptimizerKind.Adam,
            LearningRate = 0.001,
            Beta1 = 0.8,
            Beta2 = 0.95,
            Epsilon = 1e-6,
            WeightDecay = 0.1,
        },
        new OptimizerConfig { Kind = OptimizerKind.AdamW, LearningRate = 0.01, WeightDecay = 0.1 },
    ];

    public static TheoryData<OptimizerConfig> SgdConfigs =>
    [
        new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 0.01 },
        new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 0.01, WeightDecay = 0.1 },
        new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 0.01, Momentum = 0.9, WeightDecay = 0.1 },
        new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 0.01, Momentum = 0.9, Nesterov = true },
    ];

    [Theory]
    [MemberData(nameof(AdamConfigs))]
    public void Adam_agrees_with_torch_over_100_steps(OptimizerConfig config)
    {
        using var torchs = config.Kind == OptimizerKind.Adam
            ? (TorchSharp.Modules.OptimizerHelper)optim.Adam(
                [_theirs], config.LearningRate, config.Beta1, config.Beta2, config.Epsilon, config.WeightDecay)
            : optim.AdamW([_theirs], config.LearningRate, config.Beta1, config.Beta2, config.Epsilon, config.WeightDecay);

        AssertSameUpdates(config, torchs);
    }

    [Theory]
    [MemberData(nameof(SgdConfigs))]
    public void Gradient_descent_agrees_with_torch_over_100_steps(OptimizerConfig config)
    {
        using var torchs = optim.SGD(
            [_theirs], config.LearningRate, config.Momentum, weight_decay: config.WeightDecay, nesterov: config.Nesterov);

        AssertSameUpdates(config, torchs);
    }

    [Fact]
    public void A_gradient_longer_than_the_bound_over_all_parameters_is_scaled_down_to_it()
    {
        var config = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 1, GradientClipNorm = 0.5 };
        var (weight, bias) = (zeros(1003), zeros(1003));

        OptimizerFactory.Create(config, [new NamedTensor("weight", weight), new NamedTensor("bias", bias)])
            .Step([Random(seed: 2), Random(seed: 3)], learningRate: 1);

        Assert.Equal(0.5, cat([weight, bias]).norm().item<float>(), 4);
        Assert.True(weight.norm().item<float>() < 0.4 && bias.norm().item<float>() < 0.4);
    }

    [Fact]
    public void A_gradient_within_the_bound_is_left_alone()
    {
        var config = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 1, GradientClipNorm = 1000 };
        var (before, gradient) = (_ours.clone(), Random(seed: 2));

        OptimizerFactory.Create(config, [new NamedTensor("weight", _ours)]).Step([gradient], learningRate: 1);

        Assert.True(_ours.allclose(before - gradient, rtol: 1e-6));
    }

    [Theory]
    [InlineData(OptimizerKind.Adam, 0)]
    [InlineData(OptimizerKind.Sgd, 0.9)]
    public void Moments_of_a_weight_whose_gradient_has_become_zero_never_turn_subnormal(OptimizerKind kind, double momentum)
    {
        var optimizer = OptimizerFactory.Create(
            new OptimizerConfig { Kind = kind, Momentum = momentum, LearningRate = 0.01 }, [new NamedTensor("weight", _ours)]);
        optimizer.Step([Random(seed: 2)], 0.01);
        var none = zeros_like(_ours);

        for (var step = 0; step < 2000; step++)
        {
            optimizer.Step([none], 0.01);
            Assert.DoesNotContain(optimizer.Moments.SelectMany(moment => moment.Value), float.IsSubnormal);
        }

        Assert.All(optimizer.Moments.First().Value, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Tiny_gradients_leave_no_subnormal_second_moment()
    {
        var optimizer = OptimizerFactory.Create(new OptimizerConfig { Kind = OptimizerKind.Adam }, [new NamedTensor("weight", _ours)]);

        foreach (var magnitude in new[] { 1e-14f, 1e-17f, 1e-19f, 1e-21f, 1e-39f })
        {
            optimizer.Step([Random(seed: 2) * magnitude], 0.01);
            Assert.DoesNotContain(optimizer.Moments.SelectMany(moment => moment.Value), float.IsSubnormal);
        }
    }

    [Theory]
    [InlineData(OptimizerKind.Adam, 0)]
    [InlineData(OptimizerKind.AdamW, 0)]
    [InlineData(OptimizerKind.Sgd, 0)]
    [InlineData(OptimizerKind.Sgd, 0.9)]
    public void A_gradient_of_NaN_is_not_hidden(OptimizerKind kind, double momentum)
    {
        var optimizer = OptimizerFactory.Create(
            new OptimizerConfig { Kind = kind, Momentum = momentum }, [new NamedTensor("weight", _ours)]);

        optimizer.Step([full_like(_ours, float.NaN)], 0.01);

        Assert.True(_ours.isnan().all().item<bool>());
    }

    [Fact]
    public void Restored_moments_make_the_next_step_the_same()
    {
        var config = new OptimizerConfig { Kind = OptimizerKind.Adam, LearningRate = 0.01 };
        var first = OptimizerFactory.Create(config, [new NamedTensor("weight", _ours)]);
        first.Step([Random(seed: 2)], 0.01);
        using (no_grad()) _theirs.copy_(_ours);
        var second = OptimizerFactory.Create(config, [new NamedTensor("weight", _theirs)]);

        second.Restore(first.StepCount, first.Moments.ToDictionary());
        first.Step([Random(seed: 3)], 0.01);
        second.Step([Random(seed: 3)], 0.01);

        Assert.True(_ours.equal(_theirs).all().item<bool>());
    }

    [Fact]
    public void Moments_of_another_size_are_refused()
    {
        var optimizer = OptimizerFactory.Create(new OptimizerConfig { Kind = OptimizerKind.Adam }, [new NamedTensor("weight", _ours)]);

        var exception = Assert.Throws<ArgumentException>(
            () => optimizer.Restore(1, new Dictionary<string, float[]> { ["firstMoment.weight"] = new float[3] }));

        Assert.Contains("'firstMoment.weight' is missing or does not have 1003 elements", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _scope.Dispose();

    private void AssertSameUpdates(OptimizerConfig config, TorchSharp.Modules.OptimizerHelper torchs)
    {
        var optimizer = OptimizerFactory.Create(config, [new NamedTensor("weight", _ours)]);
        for (var step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            var gradient = Random(seed: 10 + step);
            _theirs.grad = gradient;
            torchs.step();
            optimizer.Step([gradient], config.LearningRate);
        }

        var furthest = (_ours - _theirs).abs().max().item<float>();
        Assert.True(furthest < 1e-6, $"After {Steps} steps the weights are up to {furthest} apart.");
    }

    private static Tensor Random(long seed)
    {
        var random = new SeededRandom(seed);
        return tensor(Enumerable.Range(0, 1003).Select(_ => random.NextGaussian() * 0.1f).ToArray());
    }
}
