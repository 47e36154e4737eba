using System.ComponentModel.DataAnnotations;

namespace MnistApi.Training.Configuration;

/// <summary>The family of a network.</summary>
public enum NetworkKind
{
    /// <summary>One linear layer from 784 pixels to 10 digits.</summary>
    SoftmaxRegression,

    /// <summary>Multi-layer perceptron: fully connected hidden layers.</summary>
    Mlp,

    /// <summary>Convolutional network. Fully connected hidden layers may follow the convolutions.</summary>
    Cnn,
}

/// <summary>The function after each hidden layer.</summary>
public enum Activation
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>x · Φ(x), where Φ is the distribution function of the standard normal distribution (Hendrycks and Gimpel, 2016).</summary>
    Gelu,
}

/// <summary>The values of weights and biases before training.</summary>
public enum Initialization
{
    /// <summary>Weights and biases from a uniform distribution over ±1/√(inputs of the neuron), as in PyTorch.</summary>
    Default,

    /// <summary>Weights from N(0, 1) and biases of zero, as in the lecture.</summary>
    StandardNormal,
}

/// <summary>A complete description of a network. It is saved beside the weights.</summary>
public sealed record NetworkConfig : IValidatableObject
{
    /// <summary>The most parameters. A checkpoint of a larger network would exceed 64 MB.</summary>
    public const int MaxParameterCount = 4_000_000;

    /// <summary>The most units of a hidden layer.</summary>
    public const int MaxWidth = 4096;

    /// <summary>Width and height of every network's input image, in pixels.</summary>
    public const int InputSide = 28;

    /// <summary>Number of every network's outputs: one for each digit.</summary>
    public const int OutputCount = 10;

    /// <summary>
    /// Images per forward pass in evaluation. A convolution over 10,000 images at once takes several times as long as in chunks.
    /// </summary>
    internal const int EvaluationChunk = 1000;

    /// <summary>The family of the network.</summary>
    public NetworkKind Kind { get; init; } = NetworkKind.Mlp;

    /// <summary>Number of units of each fully connected hidden layer, from the input to the output, 1 to 4096 each.</summary>
    [MaxLength(8)]
    public IReadOnlyList<int> HiddenUnits { get; init; } = [];

    /// <summary>The convolutions of a CNN, from the input to the output.</summary>
    [MaxLength(8)]
    public IReadOnlyList<ConvolutionConfig> Convolutions { get; init; } = [];

    /// <summary>The function after each hidden layer and each convolution.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The values of weights and biases before training.</summary>
    public Initialization Initialization { get; init; } = Initialization.Default;

    /// <summary>
    /// Share of the hidden units that each training step switches off at random. It applies after each fully connected hidden layer and
    /// after the last convolution.
    /// </summary>
    [Range(0.0, 0.9)]
    public double Dropout { get; init; }

    /// <summary>Whether each hidden layer and each convolution has a batch normalization before its activation.</summary>
    public bool BatchNorm { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        InvalidField() is var (field, message) ? [new ValidationResult(message, [field])] : [];

    /// <summary>The convolutions with their sizes, from the input to the output.</summary>
    internal IEnumerable<ConvolutionStage> ConvolutionStages()
    {
        var (channels, side) = (1, InputSide);
        foreach (var convolution in Convolutions)
        {
            var stage = new ConvolutionStage(channels, side, convolution);
            yield return stage;
            (channels, side) = (convolution.Channels, stage.OutputSide);
        }
    }

    private (string Field, string Message)? InvalidField() => Kind switch
    {
        _ when HiddenUnits.Where(units => units is < 1 or > MaxWidth).Take(1).ToArray() is [var units] =>
            (nameof(HiddenUnits), $"A hidden layer must have between 1 and {MaxWidth} units. It has {units}."),
        NetworkKind.Mlp when HiddenUnits.Count == 0 =>
            (nameof(HiddenUnits), "An mlp needs a hidden layer, but hiddenUnits is empty. Without hidden layers, use softmaxRegression."),
        NetworkKind.SoftmaxRegression when HiddenUnits.Count > 0 =>
            (nameof(HiddenUnits),
                $"A softmaxRegression has no hidden layers, but hiddenUnits is [{string.Join(", ", HiddenUnits)}]. Use an mlp."),
        NetworkKind.Cnn when Convolutions.Count == 0 =>
            (nameof(Convolutions), "A cnn needs a convolution, but convolutions is empty. Without convolutions, use mlp."),
        not NetworkKind.Cnn when Convolutions.Count > 0 =>
            (nameof(Convolutions), $"Only a cnn has convolutions. Here convolutions has {Convolutions.Count}."),
        NetworkKind.SoftmaxRegression when Dropout > 0 =>
            (nameof(Dropout), FormattableString.Invariant($"A softmaxRegression has no hidden units to drop, but dropout is {Dropout}.")),
        NetworkKind.SoftmaxRegression when BatchNorm =>
            (nameof(BatchNorm), "A softmaxRegression has no hidden layer to normalize, but batchNorm is true."),
        _ => null,
    };
}
