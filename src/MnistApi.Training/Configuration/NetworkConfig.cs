using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace MnistApi.Training.Configuration;

/// <summary>Which family of networks is described.</summary>
public enum NetworkKind
{
    /// <summary>One linear layer, 784 -> 10.</summary>
    SoftmaxRegression,

    /// <summary>Multi-layer perceptron: fully connected hidden layers.</summary>
    Mlp,

    /// <summary>Convolutional network, with fully connected hidden layers after the convolutions where wanted.</summary>
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

/// <summary>How weights and biases begin.</summary>
public enum Initialization
{
    /// <summary>Weights and biases uniform in ±1/√(inputs of the neuron), PyTorch's default.</summary>
    Default,

    /// <summary>Weights from N(0, 1), biases zero: the lecture's.</summary>
    StandardNormal,
}

/// <summary>A network described by data: enough to build it, and saved beside its weights.</summary>
public sealed record NetworkConfig : IValidatableObject
{
    /// <summary>More parameters than this are refused: a checkpoint would hold more than 64 MB.</summary>
    public const int MaxParameterCount = 4_000_000;

    /// <summary>The most units of a hidden layer.</summary>
    public const int MaxWidth = 4096;

    /// <summary>Width and height of the image that every network takes, in pixels.</summary>
    public const int InputSide = 28;

    /// <summary>Number of outputs of every network: one for each digit.</summary>
    public const int OutputCount = 10;

    /// <summary>Images per forward pass in evaluation. A convolution over 10,000 images at once takes several times as long as in chunks.</summary>
    internal const int EvaluationChunk = 1000;

    /// <summary>The family of networks.</summary>
    public NetworkKind Kind { get; init; } = NetworkKind.Mlp;

    /// <summary>Width of each fully connected hidden layer, 1 to 4096, from the input to the output.</summary>
    [MaxLength(8)]
    public IReadOnlyList<int> HiddenUnits { get; init; } = [];

    /// <summary>The convolutions of a CNN, from the input to the output.</summary>
    [MaxLength(8)]
    public IReadOnlyList<ConvolutionConfig> Convolutions { get; init; } = [];

    /// <summary>The function after each hidden layer and each convolution.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>How weights and biases begin.</summary>
    public Initialization Initialization { get; init; } = Initialization.Default;

    /// <summary>Share of hidden units that are switched off at random while training, after each fully connected hidden layer and after the last convolution.</summary>
    [Range(0.0, 0.9)]
    public double Dropout { get; init; }

    /// <summary>Whether batch normalization stands between each hidden layer or convolution and its activation.</summary>
    public bool BatchNorm { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var (field, message) = Kind switch
        {
            _ when HiddenUnits.Any(units => units is < 1 or > MaxWidth) => (nameof(HiddenUnits), $"The width of a hidden layer must be between 1 and {MaxWidth}, but is {HiddenUnits.First(units => units is < 1 or > MaxWidth)}."),
            NetworkKind.Mlp when HiddenUnits.Count == 0 => (nameof(HiddenUnits), "An mlp needs at least one hidden layer, but hiddenUnits is empty; without one it is a softmaxRegression."),
            NetworkKind.SoftmaxRegression when HiddenUnits.Count > 0 => (nameof(HiddenUnits), $"A softmaxRegression has no hidden layer, but hiddenUnits is [{string.Join(", ", HiddenUnits)}]; with hidden layers it is an mlp."),
            NetworkKind.Cnn when Convolutions.Count == 0 => (nameof(Convolutions), "A cnn needs at least one convolution, but convolutions is empty; without one it is an mlp."),
            not NetworkKind.Cnn when Convolutions.Count > 0 => (nameof(Convolutions), $"Only a cnn has convolutions, but there are {Convolutions.Count}."),
            NetworkKind.SoftmaxRegression when Dropout > 0 => (nameof(Dropout), $"A softmaxRegression has no hidden units to drop, but dropout is {Dropout.ToString(CultureInfo.InvariantCulture)}."),
            NetworkKind.SoftmaxRegression when BatchNorm => (nameof(BatchNorm), "A softmaxRegression has no hidden layer to normalize, but batchNorm is true."),
            _ => ("", ""),
        };
        return message.Length == 0 ? [] : [new ValidationResult(message, [field])];
    }

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
}
