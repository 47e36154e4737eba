namespace MnistApi.Predictions.Contracts;

/// <summary>What an upload shows.</summary>
public enum Verdict
{
    /// <summary>A digit, with a confidence of at least the model's threshold.</summary>
    Digit,

    /// <summary>
    /// Something that the model is not sure about. `digit` is only the most probable digit; the image may show no digit at all.
    /// </summary>
    Uncertain,

    /// <summary>Two or more digits. A model reads one digit, so `digit` is null, and `seen.parts` describes each.</summary>
    SeveralDigits,

    /// <summary>No digit: no ink stands out from the paper, or the ink looks like no digit.</summary>
    NoDigit,
}

/// <summary>The prediction of a model for an upload.</summary>
/// <param name="Digit">
/// The most probable digit; null if the upload shows no digit or several. It is uncertain if the verdict is `uncertain`.
/// </param>
/// <param name="Confidence">
/// The probability of `digit`, 0 to 1, calibrated: of many answers with 0.9, nine in ten are right. Null if `digit` is null.
/// </param>
/// <param name="Probabilities">
/// [10], the calibrated probability of each digit, 0 to 1, for the 28x28 image, whatever the verdict is.
/// </param>
/// <param name="Verdict">What the upload shows.</param>
/// <param name="Model">The model that made the prediction.</param>
/// <param name="Seen">What the model saw of the upload.</param>
/// <param name="Warnings">Reasons why the prediction may be wrong.</param>
public record Prediction(
    int? Digit,
    float? Confidence,
    IReadOnlyList<float> Probabilities,
    Verdict Verdict,
    PredictionModel Model,
    SeenImage Seen,
    IReadOnlyList<PredictionWarning> Warnings);

/// <summary>The model that made a prediction.</summary>
/// <param name="Id">The id of the model.</param>
/// <param name="Alias">The alias that the request named; null if the request named the id.</param>
public sealed record PredictionModel(Guid Id, string? Alias);

/// <summary>The prediction of a model for a test image.</summary>
/// <param name="Index">The index of the image in the test set, from 0.</param>
/// <param name="Label">The label of the image in the dataset.</param>
/// <param name="Digit">The most probable digit.</param>
/// <param name="Confidence">The probability of `digit`, 0 to 1.</param>
/// <param name="Probabilities">[10], the probability of each digit, 0 to 1.</param>
/// <param name="Correct">Whether `digit` equals `label`.</param>
/// <param name="ImageUrl">The URL of the image, in the dataset that the model was evaluated on.</param>
public sealed record TestPrediction(
    int Index,
    int Label,
    int Digit,
    float Confidence,
    IReadOnlyList<float> Probabilities,
    bool Correct,
    string ImageUrl);
