using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MnistApi.Http.Parameters;
using MnistApi.Imaging.Normalization;
using MnistApi.ModelRegistry.Aliases;

namespace MnistApi.Predictions.Contracts;

/// <summary>What was found in an upload.</summary>
public enum Verdict
{
    /// <summary>A digit, of which the model is sure enough.</summary>
    Digit,

    /// <summary>Something of which the model is not sure enough: `digit` is its best guess and no more. It may be no digit at all.</summary>
    Uncertain,

    /// <summary>Two or more digits. A model reads one, so none is told; `seen.parts` has each.</summary>
    SeveralDigits,

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

    /// <summary>Numbers were sent, and most of them are ink: 255 is ink, and 0 is paper.</summary>
    WrongWayRound,

    /// <summary>The model is less sure of its answer than it must be for a digit.</summary>
    LowConfidence,

    /// <summary>There are other shapes of about the digit's size.</summary>
    SeveralShapes,

    /// <summary>The image's edge cuts the digit.</summary>
    TouchesBorder,

    /// <summary>The digit has few pixels.</summary>
    Tiny,

    /// <summary>The ink hardly stands out from the paper.</summary>
    LowContrast,
}

/// <summary>What a model says of an upload.</summary>
/// <param name="Digit">The most probable digit; null where there is none, or more than one. Where the verdict is `uncertain` it is a guess.</param>
/// <param name="Confidence">Its probability, 0 to 1, calibrated: of many answers with 0.9, nine in ten are right. Null where `digit` is.</param>
/// <param name="Probabilities">[10], what the model makes of each digit, 0 to 1, calibrated. They are of the 28x28 image, whatever the verdict.</param>
/// <param name="Verdict">What was found.</param>
/// <param name="Model">Which model said so.</param>
/// <param name="Seen">What the model saw of the upload.</param>
/// <param name="Warnings">Why the answer may not be what it seems.</param>
public record Prediction(
    int? Digit,
    float? Confidence,
    IReadOnlyList<float> Probabilities,
    Verdict Verdict,
    PredictionModel Model,
    SeenImage Seen,
    IReadOnlyList<PredictionWarning> Warnings);

/// <summary>The model that predicted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Alias">The alias it was found by; null where the request named its id.</param>
public sealed record PredictionModel(Guid Id, string? Alias);

/// <summary>What the model saw of an upload, and how it came to that.</summary>
/// <param name="Image">28x28 pixels, white ink on black, as a PNG data URI.</param>
/// <param name="Width">Of the upload, in pixels.</param>
/// <param name="Height">Of the upload, in pixels.</param>
/// <param name="Format">What the upload was.</param>
/// <param name="Normalization">How it became 28x28 pixels.</param>
/// <param name="Inverted">Whether it had dark ink on light paper, which was turned round.</param>
/// <param name="Box">Where its ink was; null where there was none.</param>
/// <param name="Scale">Pixels of the 28x28 image to one of the upload: below 1 it was made smaller. Null without ink, and where the whole image was squeezed.</param>
/// <param name="Shift">Where the upload's corner came to; null where `scale` is.</param>
/// <param name="StrokeWidth">Mean width of the lines in pixels of the 28x28 image, before they were made thicker or thinner where MNIST has none like them; null without ink.</param>
/// <param name="Contrast">How far the ink stands out from the paper, 0 to 1; null without ink.</param>
/// <param name="Parts">Where there are other shapes of about the digit's size: all of them with it, from left to right; else empty.</param>
public sealed record SeenImage(
    string Image,
    int Width,
    int Height,
    UploadFormat Format,
    NormalizationMode Normalization,
    bool Inverted,
    SeenBox? Box,
    double? Scale,
    SeenShift? Shift,
    double? StrokeWidth,
    double? Contrast,
    IReadOnlyList<SeenPart> Parts);

/// <summary>The smallest rectangle that holds all ink, in pixels of the upload.</summary>
/// <param name="X">Of its left edge, from 0.</param>
/// <param name="Y">Of its upper edge, from 0.</param>
/// <param name="Width">At least 1.</param>
/// <param name="Height">At least 1.</param>
public sealed record SeenBox(int X, int Y, int Width, int Height);

/// <summary>A point (x, y) of the upload is at (scale * x + shift.x, scale * y + shift.y) of the 28x28 image.</summary>
/// <param name="X">To the right, in pixels of the 28x28 image.</param>
/// <param name="Y">Downwards, in pixels of the 28x28 image.</param>
public sealed record SeenShift(double X, double Y);

/// <summary>One of several shapes.</summary>
/// <param name="Box">Where it is.</param>
/// <param name="Digit">What the model takes it for alone; null where it is not sure enough.</param>
/// <param name="Confidence">The probability of its most probable digit, 0 to 1, calibrated.</param>
public sealed record SeenPart(SeenBox Box, int? Digit, float Confidence);

/// <summary>Why an answer may not be what it seems.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people: what it is, and what to do.</param>
public sealed record PredictionWarning(PredictionWarningCode Code, string Message);

/// <summary>What a model says of a test image.</summary>
/// <param name="Index">From 0, in the test set.</param>
/// <param name="Label">What the dataset says it is.</param>
/// <param name="Digit">What the model takes it for.</param>
/// <param name="Confidence">The probability of that, 0 to 1.</param>
/// <param name="Probabilities">[10], of each digit, 0 to 1.</param>
/// <param name="Correct">Whether the two digits are the same.</param>
/// <param name="ImageUrl">The image, of the dataset that the model was evaluated on.</param>
public sealed record TestPrediction(int Index, int Label, int Digit, float Confidence, IReadOnlyList<float> Probabilities, bool Correct, string ImageUrl);

/// <summary>By which model, of what.</summary>
public record PredictionParameters : IBoundedParameters
{
    /// <summary>A model's id, or an alias. Default: champion.</summary>
    /// <example>champion</example>
    public string? Model { get; init; }

    /// <summary>How the upload becomes 28x28 pixels. All but mnist are there to show what that is worth. Default: mnist.</summary>
    public NormalizationMode? Normalize { get; init; }

    internal string ModelName => Model ?? ModelAlias.Champion;

    internal NormalizationMode Normalization => Normalize ?? NormalizationMode.Mnist;
}

/// <summary>By which model, of what, and which digit is explained.</summary>
public sealed record ExplanationParameters : PredictionParameters
{
    /// <summary>The digit that is explained, 0 to 9. Default: the most probable.</summary>
    [Range(0, 9)]
    public int? Digit { get; init; }
}

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
