using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Text;

namespace MnistApi.ModelRegistry.Contracts;

/// <summary>How a model does on the test images, which it met once.</summary>
/// <param name="SampleCount">Test images.</param>
/// <param name="CorrectCount">Images whose prediction is their label.</param>
/// <param name="Accuracy">0 to 1.</param>
/// <param name="AccuracyInterval">95 % Wilson interval of the accuracy.</param>
/// <param name="Loss">Mean per image, without calibration; null where it was not a finite number.</param>
/// <param name="ConfusionMatrix">[label][prediction], counts.</param>
/// <param name="Classes">Precision, recall and F1 of each digit.</param>
/// <param name="ExpectedCalibrationError">Mean distance of calibrated confidence and accuracy over 15 bins, 0 to 1 (Guo et al., 2017); null where a confidence was not a finite number.</param>
public sealed record Evaluation(
    int SampleCount,
    int CorrectCount,
    double Accuracy,
    Interval AccuracyInterval,
    double? Loss,
    IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix,
    IReadOnlyList<ClassResult> Classes,
    double? ExpectedCalibrationError)
{
    /// <summary>Likewise of the confidence before the model's temperature was applied; null also where it was not measured.</summary>
    public double? UncalibratedCalibrationError { get; init; }

    /// <summary>How it does on changed copies of the first 10,000 test images, the same for every model; empty where that was not measured.</summary>
    public IReadOnlyList<RobustnessAccuracy> Robustness { get; init; } = [];

    internal static Evaluation Of(EvaluationResult result) => new(
        result.SampleCount, result.CorrectCount, result.Accuracy, result.AccuracyInterval, result.Loss.FiniteOrNull(),
        result.ConfusionMatrix, result.Classes, result.ExpectedCalibrationError.FiniteOrNull())
    {
        UncalibratedCalibrationError = result.UncalibratedCalibrationError.FiniteOrNull(),
        Robustness = [.. result.Robustness.Select(RobustnessAccuracy.Of)],
    };
}

/// <summary>How a model does on changed test images.</summary>
/// <param name="Condition">What was done to the images.</param>
/// <param name="Accuracy">0 to 1.</param>
/// <param name="AccuracyInterval">95 % Wilson interval of the accuracy.</param>
public sealed record RobustnessAccuracy(RobustnessCondition Condition, double Accuracy, Interval AccuracyInterval)
{
    internal static RobustnessAccuracy Of(RobustnessResult result) => new(result.Condition, result.Accuracy, result.AccuracyInterval);
}

/// <summary>A trained model.</summary>
/// <param name="Id">The id of its run.</param>
/// <param name="Name">The run's name.</param>
/// <param name="Recipe">The recipe it was made from.</param>
/// <param name="Dataset">What it was trained on.</param>
/// <param name="DatasetSha256">Checksum of that dataset.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Config">The run's configuration.</param>
/// <param name="Epoch">The epoch whose checkpoint it is: the one with the best validation accuracy.</param>
/// <param name="ValidationAccuracy">0 to 1.</param>
/// <param name="Test">How it did on the test images.</param>
/// <param name="WeightsSha256">Checksum of its weights.</param>
/// <param name="Calibration">What makes its probabilities honest, fitted on validation images and on drawn images without a digit. Its <c>temperature</c> divides the logits; below a confidence of <c>confidenceThreshold</c> an answer is not sure to be a digit.</param>
/// <param name="Aliases">The names that point at it.</param>
/// <param name="CreatedAt">When its run succeeded.</param>
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
