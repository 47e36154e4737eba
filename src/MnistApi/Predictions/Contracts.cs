using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MnistApi.Hosting;

namespace MnistApi.Predictions;

/// <summary>What was found in an upload.</summary>
public enum Verdict
{
    /// <summary>A digit.</summary>
    Digit,

    /// <summary>Nothing: no ink stands out from the paper.</summary>
    NoDigit,
}

/// <summary>What an upload was.</summary>
public enum UploadFormat
{
    /// <summary>A PNG file.</summary>
    Png,

    /// <summary>A JPEG file.</summary>
    Jpeg,

    /// <summary>A WebP file.</summary>
    Webp,

    /// <summary>A GIF file; its first frame.</summary>
    Gif,

    /// <summary>A BMP file.</summary>
    Bmp,

    /// <summary>Numbers, as JSON.</summary>
    Pixels,
}

/// <summary>What a warning is about.</summary>
public enum PredictionWarningCode
{
    /// <summary>There is no ink in the image.</summary>
    NoInk,

    /// <summary>The model computes numbers that are not finite.</summary>
    NonFinite,
}

/// <summary>What a model says of an upload.</summary>
/// <param name="Digit">The most probable digit; null where there is none.</param>
/// <param name="Confidence">Its probability, 0 to 1; null where there is no digit, or the model's numbers are not finite.</param>
/// <param name="Probabilities">[10], what the model makes of each digit, 0 to 1; null where one is not a finite number.</param>
/// <param name="Verdict">What was found.</param>
/// <param name="Model">Which model said so.</param>
/// <param name="Seen">What the model saw of the upload.</param>
/// <param name="Warnings">Why the answer may not be what it seems.</param>
public sealed record Prediction(
    int? Digit,
    float? Confidence,
    IReadOnlyList<float?> Probabilities,
    Verdict Verdict,
    PredictionModel Model,
    SeenImage Seen,
    IReadOnlyList<PredictionWarning> Warnings);

/// <summary>The model that predicted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Alias">The alias it was found by; null where the request named its id.</param>
public sealed record PredictionModel(Guid Id, string? Alias);

/// <summary>What the model saw of an upload.</summary>
/// <param name="Image">28x28 pixels, white ink on black, as a PNG data URI.</param>
/// <param name="Width">Of the upload, in pixels.</param>
/// <param name="Height">Of the upload, in pixels.</param>
/// <param name="Format">What the upload was.</param>
/// <param name="Inverted">Whether it had dark ink on light paper, which was turned round.</param>
/// <param name="Box">Where its ink was; null where there was none.</param>
public sealed record SeenImage(string Image, int Width, int Height, UploadFormat Format, bool Inverted, SeenBox? Box);

/// <summary>The smallest rectangle that holds all ink, in pixels of the upload.</summary>
/// <param name="X">Of its left edge, from 0.</param>
/// <param name="Y">Of its upper edge, from 0.</param>
/// <param name="Width">At least 1.</param>
/// <param name="Height">At least 1.</param>
public sealed record SeenBox(int X, int Y, int Width, int Height);

/// <summary>Why an answer may not be what it seems.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people.</param>
public sealed record PredictionWarning(PredictionWarningCode Code, string Message);

/// <summary>What a model says of a test image.</summary>
/// <param name="Index">From 0, in the test set.</param>
/// <param name="Label">What the dataset says it is.</param>
/// <param name="Digit">What the model takes it for.</param>
/// <param name="Confidence">The probability of that, 0 to 1; null where it is not a finite number.</param>
/// <param name="Probabilities">[10], of each digit, 0 to 1; null where one is not a finite number.</param>
/// <param name="Correct">Whether the two digits are the same.</param>
/// <param name="ImageUrl">The image.</param>
public sealed record TestPrediction(int Index, int Label, int Digit, float? Confidence, IReadOnlyList<float?> Probabilities, bool Correct, string ImageUrl);

/// <summary>Which test images.</summary>
public sealed record TestPredictionParameters : IBoundedParameters
{
    /// <summary>The first image, from 0. Past the end there are none.</summary>
    [Range(0, int.MaxValue), DefaultValue(0)]
    public int? Start { get; init; }

    /// <summary>How many images, 1 to 1000.</summary>
    [Range(1, 1000), DefaultValue(10)]
    public int? Count { get; init; }
}
