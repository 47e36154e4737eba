using System.ComponentModel.DataAnnotations;

namespace MnistApi.Training.Configuration;

/// <summary>What a run does when the loss is not a finite number.</summary>
public enum NonFiniteLossAction
{
    /// <summary>The run ends before it changes a weight.</summary>
    Stop,

    /// <summary>The run goes on to the last epoch, as the lecture's did.</summary>
    Continue,
}

/// <summary>A complete training configuration. It is saved beside the weights.</summary>
/// <remarks>Immutable. <see cref="ConfigValidator"/> checks the bounds.</remarks>
public sealed record TrainingConfig : IValidatableObject
{
    /// <summary>The most floats for the activations of one batch: 1 GiB. Their gradients take as much again.</summary>
    private const long MaxActivations = 1L << 28;

    /// <summary>
    /// The most multiplications in the forward pass of one step. With more, a cancelled run would not end within about a second.
    /// </summary>
    private const long MaxMultiplications = 8_000_000_000;

    private const string NonDigitField = "Augmentation.nonDigitShare";

    /// <summary>The network.</summary>
    public NetworkConfig Network { get; init; } = new();

    /// <summary>The loss that training minimizes.</summary>
    public LossKind Loss { get; init; } = LossKind.CrossEntropy;

    /// <summary>Share of each target that is spread evenly over all ten digits. Only for <c>crossEntropy</c>.</summary>
    [Range(0.0, 0.5)]
    public double LabelSmoothing { get; init; }

    /// <summary>What happens when the loss is not a finite number.</summary>
    public NonFiniteLossAction OnNonFiniteLoss { get; init; } = NonFiniteLossAction.Stop;

    /// <summary>The optimizer.</summary>
    public OptimizerConfig Optimizer { get; init; } = new();

    /// <summary>The learning-rate schedule.</summary>
    public ScheduleConfig Schedule { get; init; } = new();

    /// <summary>Passes over the training images.</summary>
    [Range(1, 1000)]
    public int Epochs { get; init; } = 10;

    /// <summary>Images per step. The last batch of an epoch has the images that are left.</summary>
    [Range(1, 5000)]
    public int BatchSize { get; init; } = 50;

    /// <summary>Number of validation images.</summary>
    [Range(1, 50_000)]
    public int ValidationSize { get; init; } = 5000;

    /// <summary>How the validation images are chosen.</summary>
    public ValidationSplit ValidationSplit { get; init; }

    /// <summary>Random changes of the training images; null for none.</summary>
    public AugmentationConfig? Augmentation { get; init; }

    /// <summary>Early stopping: training ends after this many epochs without a better validation accuracy. Null turns it off.</summary>
    [Range(1, 1000)]
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>
    /// Weight averaging: share of the exponential moving average that each step keeps. Evaluation and the model use the averaged weights.
    /// Null turns it off.
    /// </summary>
    [Range(0.5, 0.99999)]
    public double? WeightAveragingDecay { get; init; }

    /// <summary>The field that makes a network large.</summary>
    private string WidthField => Network.Kind == NetworkKind.Cnn ? "Network.convolutions" : "Network.hiddenUnits";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LabelSmoothing > 0 && Loss != LossKind.CrossEntropy)
            yield return Broken(nameof(LabelSmoothing), $"Only crossEntropy has label smoothing, but labelSmoothing is {LabelSmoothing}.");
        if (Augmentation is { NonDigitShare: > 0 and var share } && Loss != LossKind.CrossEntropy)
            yield return Broken(NonDigitField, $"Only crossEntropy has a target for images without a digit, but nonDigitShare is {share}.");
        if (BatchSize == 1 && Network.BatchNorm)
            yield return Broken(nameof(BatchSize), $"Batch normalization needs a batchSize of at least 2. It is {BatchSize}.");
        if (SizeProblem() is { } problem) yield return problem;
    }

    private ValidationResult? SizeProblem()
    {
        var size = NetworkSize.Of(Network);
        if (size.ParameterCount is > NetworkConfig.MaxParameterCount and var parameters)
            return Broken(WidthField, $"The network has {parameters:N0} parameters. The most is {NetworkConfig.MaxParameterCount:N0}.");
        if (size.ActivationsPerImage * Math.Max(BatchSize, NetworkConfig.EvaluationChunk) is > MaxActivations and var activations)
            return TooLarge($"keep {activations:N0} activations in memory. The most is {MaxActivations:N0}");
        if (size.MultiplicationsPerImage * BatchSize is > MaxMultiplications and var multiplications)
            return TooLarge($"take {multiplications:N0} multiplications. The most is {MaxMultiplications:N0}");
        return null;
    }

    private ValidationResult TooLarge(FormattableString need) => Broken(
        nameof(BatchSize),
        $"A step of this network with batchSize {BatchSize} would {FormattableString.Invariant(need)}. Make the batch or network smaller.");

    private static ValidationResult Broken(string field, FormattableString message) => new(FormattableString.Invariant(message), [field]);
}
