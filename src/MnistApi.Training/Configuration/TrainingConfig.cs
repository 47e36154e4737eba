using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace MnistApi.Training.Configuration;

/// <summary>What a run does when the loss is no longer a finite number.</summary>
public enum NonFiniteLossAction
{
    /// <summary>It ends, before a weight is touched.</summary>
    Stop,

    /// <summary>It goes on to the last epoch, as the lecture did.</summary>
    Continue,
}

/// <summary>A complete training configuration, saved beside the weights.</summary>
/// <remarks>Immutable. Bounds: <see cref="ConfigValidator"/>.</remarks>
public sealed record TrainingConfig : IValidatableObject
{
    /// <summary>More floats than this for one batch's activations are refused: 1 GiB, and as much again for their gradients.</summary>
    private const long MaxActivations = 1L << 28;

    /// <summary>More multiplications than this in one step's forward pass are refused: a cancelled run would not end within a second or so.</summary>
    private const long MaxMultiplications = 8_000_000_000;

    /// <summary>The network.</summary>
    public NetworkConfig Network { get; init; } = new();

    /// <summary>What is minimized.</summary>
    public LossKind Loss { get; init; } = LossKind.CrossEntropy;

    /// <summary>Share of each target that is spread evenly over all ten digits; for <c>crossEntropy</c>.</summary>
    [Range(0.0, 0.5)]
    public double LabelSmoothing { get; init; }

    /// <summary>What happens when the loss is no longer a finite number.</summary>
    public NonFiniteLossAction OnNonFiniteLoss { get; init; } = NonFiniteLossAction.Stop;

    /// <summary>The optimizer.</summary>
    public OptimizerConfig Optimizer { get; init; } = new();

    /// <summary>The learning rate's course.</summary>
    public ScheduleConfig Schedule { get; init; } = new();

    /// <summary>Passes over the training images.</summary>
    [Range(1, 1000)]
    public int Epochs { get; init; } = 10;

    /// <summary>Images per step; the last batch of an epoch holds what is left.</summary>
    [Range(1, 5000)]
    public int BatchSize { get; init; } = 50;

    /// <summary>The first so many training images are for validation.</summary>
    [Range(1, 50_000)]
    public int ValidationSize { get; init; } = 5000;

    /// <summary>Random changes of the training images; null for none.</summary>
    public AugmentationConfig? Augmentation { get; init; }

    /// <summary>Training ends early when validation accuracy has not risen for so many epochs; null: never.</summary>
    [Range(1, 1000)]
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>
    /// Weight averaging: share of the exponential moving average that each step keeps. Evaluation and the model use the average.
    /// Null: the weights as they are.
    /// </summary>
    [Range(0.5, 0.99999)]
    public double? WeightAveragingDecay { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LabelSmoothing > 0 && Loss != LossKind.CrossEntropy)
            yield return new ValidationResult($"Only crossEntropy has label smoothing, but labelSmoothing is {LabelSmoothing.ToString(CultureInfo.InvariantCulture)}.", [nameof(LabelSmoothing)]);
        if (Augmentation is { NonDigitShare: > 0 and var share } && Loss != LossKind.CrossEntropy)
            yield return new ValidationResult($"Only crossEntropy has a target for images without a digit, but augmentation.nonDigitShare is {share.ToString(CultureInfo.InvariantCulture)}.", ["Augmentation.nonDigitShare"]);
        if (BatchSize == 1 && Network.BatchNorm)
            yield return new ValidationResult("Batch normalization needs a batchSize of at least 2, but it is 1.", [nameof(BatchSize)]);

        var size = NetworkSize.Of(Network);
        if (size.ParameterCount is > NetworkConfig.MaxParameterCount and var parameters)
            yield return new ValidationResult($"The network has {parameters:N0} parameters; the most is {NetworkConfig.MaxParameterCount:N0}.", [WidthField]);
        else if (size.ActivationsPerImage * Math.Max(BatchSize, NetworkConfig.EvaluationChunk) is > MaxActivations and var activations)
            yield return TooLarge($"keep {activations:N0} activations in memory; the most is {MaxActivations:N0}");
        else if (size.MultiplicationsPerImage * BatchSize is > MaxMultiplications and var multiplications)
            yield return TooLarge($"take {multiplications:N0} multiplications; the most is {MaxMultiplications:N0}");
    }

    /// <summary>The field that makes a network large.</summary>
    private string WidthField => Network.Kind == NetworkKind.Cnn ? "Network.convolutions" : "Network.hiddenUnits";

    private ValidationResult TooLarge(string what) =>
        new($"A step of this network with batchSize {BatchSize} would {what}. Make the batch or the network smaller.", [nameof(BatchSize)]);
}
