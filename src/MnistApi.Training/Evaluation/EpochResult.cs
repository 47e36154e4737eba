namespace MnistApi.Training.Evaluation;

/// <summary>The result of one epoch. Losses are means per sample; accuracies are shares from 0 to 1.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">
/// Mean loss of the batches during training, with dropout, augmentation, synthetic images and label smoothing if they are configured. The
/// loss of an image without a digit is at least ln 10 = 2.3.
/// </param>
/// <param name="TrainAccuracy">
/// Accuracy of the batches during training. It counts only images with a digit, including synthetic ones.
/// </param>
/// <param name="ValidationLoss">Loss on the validation images after the epoch, in evaluation mode and without label smoothing.</param>
/// <param name="ValidationAccuracy">Accuracy on the validation images after the epoch, in evaluation mode.</param>
/// <param name="LearningRate">Learning rate of the last step.</param>
/// <param name="DurationSeconds">Duration of training and validation together, in seconds.</param>
/// <param name="SamplesPerSecond">Training images per second of training, without validation.</param>
public sealed record EpochResult(
    int Epoch,
    double TrainLoss,
    double TrainAccuracy,
    double ValidationLoss,
    double ValidationAccuracy,
    double LearningRate,
    double DurationSeconds,
    double SamplesPerSecond)
{
    /// <summary>
    /// The epoch whose checkpoint becomes the model: the one with the best validation accuracy, and of equal ones the first. Null if there
    /// are no epochs.
    /// </summary>
    public static EpochResult? Best(IEnumerable<EpochResult> history) => history.MaxBy(result => result.ValidationAccuracy);
}
