using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MnistApi.Http.Parameters;
using MnistApi.Imaging.Normalization;
using MnistApi.ModelRegistry.Contracts;

namespace MnistApi.Predictions.Contracts;

/// <summary>The model and the normalization of a prediction.</summary>
public record PredictionParameters : IBoundedParameters
{
    /// <summary>The id of a model, or an alias. Default: champion.</summary>
    /// <example>champion</example>
    public string? Model { get; init; }

    /// <summary>
    /// How the upload becomes 28x28 pixels. The values other than mnist show what normalization is worth. Default: mnist.
    /// </summary>
    public NormalizationMode? Normalize { get; init; }

    internal string ModelName => Model ?? ModelAlias.Champion;

    internal NormalizationMode Normalization => Normalize ?? NormalizationMode.Mnist;
}

/// <summary>The model, the normalization and the digit of an explanation.</summary>
public sealed record ExplanationParameters : PredictionParameters
{
    /// <summary>The digit to explain, 0 to 9. Default: the most probable digit.</summary>
    [Range(0, 9)]
    public int? Digit { get; init; }
}

/// <summary>A range of test images.</summary>
public sealed record TestPredictionParameters : IBoundedParameters
{
    internal const int DefaultCount = 10;

    /// <summary>The index of the first image, from 0. The response is empty past the last image.</summary>
    [Range(0, int.MaxValue), DefaultValue(0)]
    public int? Start { get; init; }

    /// <summary>The number of images, 1 to 1000.</summary>
    [Range(1, 1000), DefaultValue(DefaultCount)]
    public int? Count { get; init; }
}
