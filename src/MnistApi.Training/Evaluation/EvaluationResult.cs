namespace MnistApi.Training.Evaluation;

/// <summary>How a network does on labelled images it did not train on.</summary>
/// <param name="SampleCount">Images evaluated.</param>
/// <param name="CorrectCount">Images whose prediction is their label.</param>
/// <param name="AccuracyInterval">95 % Wilson interval of the accuracy.</param>
/// <param name="Loss">Mean per sample, without label smoothing and without calibration.</param>
/// <param name="ConfusionMatrix">[label][prediction], counts.</param>
/// <param name="Classes">One entry per digit.</param>
/// <param name="ExpectedCalibrationError">Mean distance of calibrated confidence and accuracy over 15 bins, 0 to 1 (Guo et al., 2017).</param>
/// <param name="UncalibratedCalibrationError">Likewise of the confidence that the network itself has.</param>
/// <param name="Errors">Every image whose prediction differs from its label, by index.</param>
public sealed record EvaluationResult(
    int SampleCount,
    int CorrectCount,
    Interval AccuracyInterval,
    double Loss,
    IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix,
    IReadOnlyList<ClassResult> Classes,
    double ExpectedCalibrationError,
    double UncalibratedCalibrationError,
    IReadOnlyList<PredictionError> Errors)
{
    /// <summary>Share of correct predictions, 0 to 1.</summary>
    public double Accuracy => (double)CorrectCount / SampleCount;

    /// <summary>How the network does on changed copies of the images (<see cref="RobustnessTable"/>); empty where that was not measured.</summary>
    public IReadOnlyList<RobustnessResult> Robustness { get; init; } = [];
}

/// <summary>How a network does on one digit. A share of nothing is 0.</summary>
/// <param name="Digit">0 to 9.</param>
/// <param name="Support">Images with this label.</param>
/// <param name="Precision">Share of the predictions of this digit that are right.</param>
/// <param name="Recall">Share of this digit's images that are found.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
public sealed record ClassResult(int Digit, int Support, double Precision, double Recall, double F1);

/// <summary>An image whose prediction differs from its label.</summary>
/// <param name="Index">From 0, in the evaluated set.</param>
/// <param name="Label">0 to 9.</param>
/// <param name="Predicted">0 to 9.</param>
/// <param name="Loss">Of this image, calibrated as its probabilities are.</param>
/// <param name="Probabilities">[10], calibrated, 0 to 1.</param>
public sealed record PredictionError(int Index, int Label, int Predicted, double Loss, IReadOnlyList<float> Probabilities)
{
    /// <summary>The probability of the prediction.</summary>
    public float Confidence => Probabilities[Predicted];
}
