using System.ComponentModel;
using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Text;

namespace MnistApi.ModelRegistry.Contracts;

/// <summary>The evaluation of a model on the test images. The service makes it once, after training.</summary>
/// <param name="SampleCount">The number of test images.</param>
/// <param name="CorrectCount">The number of images whose prediction equals their label.</param>
/// <param name="Accuracy">The share of images whose prediction equals their label, 0 to 1.</param>
/// <param name="AccuracyInterval">The 95 % Wilson interval of the accuracy.</param>
/// <param name="Loss">The mean loss per image, without calibration; null if it was not a finite number.</param>
/// <param name="ConfusionMatrix">[10][10], the number of images by label (first index) and prediction (second index).</param>
/// <param name="Classes">[10], precision, recall and F1 of each digit.</param>
/// <param name="ExpectedCalibrationError">
/// The mean difference between calibrated confidence and accuracy over 15 bins, 0 to 1 (Guo et al., "On calibration of modern neural
/// networks", 2017); null if a confidence was not a finite number.
/// </param>
[DisplayName("Evaluation")] // The name in the OpenAPI document.
public sealed record ModelEvaluation(
    int SampleCount,
    int CorrectCount,
    double Accuracy,
    Interval AccuracyInterval,
    double? Loss,
    IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix,
    IReadOnlyList<ClassResult> Classes,
    double? ExpectedCalibrationError)
{
    /// <summary>
    /// The expected calibration error without the temperature of the model, 0 to 1; null if a confidence was not a finite number or the
    /// error was not measured.
    /// </summary>
    public double? UncalibratedCalibrationError { get; init; }

    /// <summary>
    /// The accuracy on changed copies of the first 10,000 test images, which are the same for every model; empty if it was not measured.
    /// </summary>
    public IReadOnlyList<RobustnessAccuracy> Robustness { get; init; } = [];

    internal static ModelEvaluation Of(EvaluationResult result) => new(
        result.SampleCount,
        result.CorrectCount,
        result.Accuracy,
        result.AccuracyInterval,
        result.Loss.FiniteOrNull(),
        result.ConfusionMatrix,
        result.Classes,
        result.ExpectedCalibrationError.FiniteOrNull())
    {
        UncalibratedCalibrationError = result.UncalibratedCalibrationError.FiniteOrNull(),
        Robustness = [.. result.Robustness.Select(RobustnessAccuracy.Of)],
    };
}

/// <summary>The accuracy of a model on changed test images.</summary>
/// <param name="Condition">The change that was made to the images.</param>
/// <param name="Accuracy">The share of images whose prediction equals their label, 0 to 1.</param>
/// <param name="AccuracyInterval">The 95 % Wilson interval of the accuracy.</param>
public sealed record RobustnessAccuracy(RobustnessCondition Condition, double Accuracy, Interval AccuracyInterval)
{
    internal static RobustnessAccuracy Of(RobustnessResult result) => new(result.Condition, result.Accuracy, result.AccuracyInterval);
}

/// <summary>A trained model.</summary>
/// <param name="Id">The id of the model, which is also the id of its training run.</param>
/// <param name="Name">The name of the training run.</param>
/// <param name="Recipe">The recipe of the training run.</param>
/// <param name="Dataset">The name of the dataset that the model was trained on.</param>
/// <param name="DatasetSha256">The SHA-256 of that dataset, in hexadecimal.</param>
/// <param name="Seed">The seed of the training run.</param>
/// <param name="Config">The configuration of the training run.</param>
/// <param name="Epoch">The epoch of the model's checkpoint, from 1: the one with the best validation accuracy.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation images, 0 to 1.</param>
/// <param name="Test">The result on the test images.</param>
/// <param name="WeightsSha256">The SHA-256 of the weights, in hexadecimal.</param>
/// <param name="Calibration">
/// The calibration of the probabilities, fitted on validation images and on drawn images without a digit. `temperature` divides the logits.
/// An answer counts as a digit if its confidence is at least `confidenceThreshold`.
/// </param>
/// <param name="Aliases">The aliases that point at the model, by name.</param>
/// <param name="CreatedAt">The time at which the training run succeeded, UTC.</param>
public sealed record Model(
    Guid Id,
    string Name,
    string Recipe,
    string Dataset,
    string DatasetSha256,
    long Seed,
    TrainingConfig Config,
    int Epoch,
    double ValidationAccuracy,
    TestResult Test,
    string WeightsSha256,
    Calibration Calibration,
    IReadOnlyList<string> Aliases,
    DateTimeOffset CreatedAt);
