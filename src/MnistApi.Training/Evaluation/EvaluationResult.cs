namespace MnistApi.Training.Evaluation;

/// <summary>A network's results on labelled images that it was not trained on.</summary>
/// <param name="SampleCount">Number of images.</param>
/// <param name="CorrectCount">Number of images whose prediction is their label.</param>
/// <param name="AccuracyInterval">95 % Wilson interval of the accuracy.</param>
/// <param name="Loss">Mean loss per sample, without label smoothing and calibration.</param>
/// <param name="ConfusionMatrix">Number of images for each [label][prediction].</param>
/// <param name="Classes">One result for each digit.</param>
/// <param name="ExpectedCalibrationError">
/// Mean difference between calibrated confidence and accuracy over 15 bins, 0 to 1 (Guo et al., 2017).
/// </param>
/// <param name="UncalibratedCalibrationError">The same for the confidence before calibration.</param>
/// <param name="Errors">All images whose prediction differs from their label, in the order of their index.</param>
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

    /// <summary>Results on perturbed copies of the images (<see cref="RobustnessTable"/>); empty if they were not measured.</summary>
    public IReadOnlyList<RobustnessResult> Robustness { get; init; } = [];
}

/// <summary>A network's results on one digit. A share of no images is 0.</summary>
/// <param name="Digit">0 to 9.</param>
/// <param name="Support">Number of images with this label.</param>
/// <param name="Precision">Share of the predictions of this digit that are correct, 0 to 1.</param>
/// <param name="Recall">Share of the images with this label whose prediction is correct, 0 to 1.</param>
/// <param name="F1">Harmonic mean of precision and recall, 0 to 1.</param>
public sealed record ClassResult(int Digit, int Support, double Precision, double Recall, double F1);

/// <summary>An image whose prediction differs from its label.</summary>
/// <param name="Index">Index in the evaluated images, from 0.</param>
/// <param name="Label">0 to 9.</param>
/// <param name="Predicted">0 to 9.</param>
/// <param name="Loss">The image's loss, with calibration.</param>
/// <param name="Probabilities">Calibrated probabilities of the ten digits, 0 to 1.</param>
public sealed record PredictionError(int Index, int Label, int Predicted, double Loss, IReadOnlyList<float> Probabilities)
{
    /// <summary>The probability of the prediction.</summary>
    public float Confidence => Probabilities[Predicted];
}
