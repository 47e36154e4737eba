using System.ComponentModel.DataAnnotations;

namespace MnistApi.Training.Configuration;

/// <summary>The rule that updates the weights.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent, optionally with momentum.</summary>
    Sgd,

    /// <summary>Adam (Kingma and Ba, 2015). Weight decay is added to the gradient.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
    AdamW,
}

/// <summary>An optimizer. The defaults are those of PyTorch.</summary>
public sealed record OptimizerConfig : IValidatableObject
{
    /// <summary>The rule that updates the weights.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.Adam;

    /// <summary>The learning rate. With a schedule, it is the highest learning rate.</summary>
    [Range(1e-7, 10.0)]
    public double LearningRate { get; init; } = 0.001;

    /// <summary>SGD: share of the previous update that is kept; 0 for plain SGD.</summary>
    [Range(0.0, 0.999)]
    public double Momentum { get; init; }

    /// <summary>SGD: whether to use Nesterov momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Adam: decay of the first moment, the mean gradient.</summary>
    [Range(0.0, 0.999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam: decay of the second moment, the mean squared gradient.</summary>
    [Range(0.0, 0.99999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Adam: added to the square root of the second moment.</summary>
    [Range(1e-10, 1e-2)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Weight decay: how strongly every parameter is pulled towards zero.</summary>
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; }

    /// <summary>
    /// Gradient clipping: the largest Euclidean norm of the gradient over all parameters. A longer gradient is scaled down to it. Null
    /// turns clipping off.
    /// </summary>
    [Range(1e-6, 1e6)]
    public double? GradientClipNorm { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind != OptimizerKind.Sgd && (Momentum > 0 || Nesterov))
            yield return new ValidationResult(OnlyForSgd(), [nameof(Momentum)]);
        if (Nesterov && Momentum == 0)
            yield return new ValidationResult("Nesterov momentum needs a momentum above 0. It is 0.", [nameof(Nesterov)]);
    }

    private string OnlyForSgd() => FormattableString.Invariant(
        $"Only sgd has momentum and nesterov. Momentum is {Momentum} and nesterov is {(Nesterov ? "true" : "false")}. Adam has beta1.");
}
