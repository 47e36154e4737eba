namespace MnistApi.Predictions.Contracts;

/// <summary>What a model says of an upload, and which ink speaks for it.</summary>
/// <inheritdoc cref="Prediction"/>
/// <param name="ExplainedDigit">The digit that the heat is about: the one that was asked for, or the most probable; null where there is no ink and none was asked for.</param>
/// <param name="LogOdds">
/// ln(p / (1 - p)), p being the calibrated probability of that digit: 0 is even, 3 is 95 %; within 70 either way. Null where there is no such digit.
/// </param>
/// <param name="Heat">
/// [28][28], row by row. Each number is by how much `logOdds` falls when the 5x5 pixels around this one are made paper: above 0 the ink there speaks for
/// the digit, below 0 against it, and it is 0 where there is no ink. What is missing to be another digit it cannot show.
/// </param>
/// <param name="Overlay">
/// 280x280 pixels as a PNG data URI: what the model saw, in gray, red where ink speaks for the digit and blue where it speaks against it, the strongest colour
/// where the heat is greatest.
/// </param>
public sealed record ExplainedPrediction(
    int? Digit,
    float? Confidence,
    IReadOnlyList<float> Probabilities,
    Verdict Verdict,
    PredictionModel Model,
    SeenImage Seen,
    IReadOnlyList<PredictionWarning> Warnings,
    int? ExplainedDigit,
    double? LogOdds,
    IReadOnlyList<IReadOnlyList<double>> Heat,
    string Overlay) : Prediction(Digit, Confidence, Probabilities, Verdict, Model, Seen, Warnings);
