namespace MnistApi.Training.Evaluation;

/// <summary>What one epoch gave. Losses are means per sample, accuracies shares from 0 to 1.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">Mean over the epoch's batches as they were trained (with dropout, augmentation, drawn images and label smoothing where configured; an image without a digit counts at least ln 10 = 2.3).</param>
/// <param name="TrainAccuracy">Likewise, but of the digits alone, drawn ones included.</param>
/// <param name="ValidationLoss">Over the validation images after the epoch, in evaluation mode, without label smoothing.</param>
/// <param name="ValidationAccuracy">Likewise.</param>
/// <param name="LearningRate">Of the epoch's last step.</param>
/// <param name="DurationSeconds">Training and validation together.</param>
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
    /// <summary>The epoch whose checkpoint becomes the model: the best validation accuracy, the first of equals; null of none.</summary>
    public static EpochResult? Best(IEnumerable<EpochResult> history) => history.MaxBy(result => result.ValidationAccuracy);
}
