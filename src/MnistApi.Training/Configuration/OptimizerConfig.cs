using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace MnistApi.Training.Configuration;

/// <summary>Which rule moves the weights.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent, with momentum where wanted.</summary>
    Sgd,

    /// <summary>Adam (Kingma and Ba, 2015); weight decay is added to the gradient.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
    AdamW,
}

/// <summary>An optimizer described by data. Defaults are PyTorch's.</summary>
public sealed record OptimizerConfig : IValidatableObject
{
    /// <summary>The rule.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.Adam;

    /// <summary>The learning rate, at its highest where a schedule changes it.</summary>
    [Range(1e-7, 10.0)]
    public double LearningRate { get; init; } = 0.001;

    /// <summary>SGD: share of the previous update that is kept; 0 is plain SGD.</summary>
    [Range(0.0, 0.999)]
    public double Momentum { get; init; }

    /// <summary>SGD: whether the gradient is looked up ahead of the momentum (Nesterov).</summary>
    public bool Nesterov { get; init; }

    /// <summary>Adam: decay of the first moment, the mean gradient.</summary>
    [Range(0.0, 0.999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam: decay of the second moment, the mean squared gradient.</summary>
    [Range(0.0, 0.99999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Adam: added to the root of the second moment.</summary>
    [Range(1e-10, 1e-2)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Pull of every parameter towards zero.</summary>
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; }

    /// <summary>Longest gradient over all parameters (Euclidean norm); a longer one is scaled down to it. Null: no clipping.</summary>
    [Range(1e-6, 1e6)]
    public double? GradientClipNorm { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind != OptimizerKind.Sgd && (Momentum > 0 || Nesterov))
            yield return new ValidationResult($"Only sgd has momentum and nesterov, but momentum is {Momentum.ToString(CultureInfo.InvariantCulture)} and nesterov {Nesterov}; Adam's momentum is beta1.", [nameof(Momentum)]);
        if (Nesterov && Momentum == 0)
            yield return new ValidationResult("Nesterov needs a momentum above 0, but it is 0.", [nameof(Nesterov)]);
    }
}
