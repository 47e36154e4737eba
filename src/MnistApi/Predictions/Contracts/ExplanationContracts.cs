namespace MnistApi.Predictions.Contracts;

/// <summary>The prediction of a model for an upload, with the ink that supports it.</summary>
/// <inheritdoc cref="Prediction"/>
/// <param name="ExplainedDigit">
/// The digit that `heat` is about: the requested digit, or the most probable one. Null if the upload has no ink and no digit was requested.
/// </param>
/// <param name="LogOdds">
/// ln(p / (1 - p)), where p is the calibrated probability of the explained digit. 0 means even odds, and 3 means 95 %. The value is between
/// -70 and 70; null without an explained digit.
/// </param>
/// <param name="Heat">
/// [28][28], row by row. Each number says by how much `logOdds` falls if the 5x5 pixels around this pixel become paper. Ink with a number
/// above 0 supports the digit, and ink with a number below 0 contradicts it. Places without ink have 0, so the heat map cannot show which
/// ink is missing for another digit.
/// </param>
/// <param name="Overlay">
/// 280x280 pixels as a PNG data URI: what the model saw in gray, with red where ink supports the digit and blue where ink contradicts it.
/// The colour is strongest where the heat is greatest.
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
