namespace MnistApi.TrainingRuns.Contracts;

/// <summary>The metrics of an epoch. A number that was not finite is null, and then <c>nonFinite</c> is true.</summary>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="TrainLoss">The mean loss per training image, over the batches of the epoch.</param>
/// <param name="TrainAccuracy">The accuracy on the training images, over the batches of the epoch, 0 to 1.</param>
/// <param name="ValidationLoss">The mean loss per validation image, after the epoch.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation images, after the epoch, 0 to 1.</param>
/// <param name="LearningRate">The learning rate in the last step of the epoch.</param>
/// <param name="DurationSeconds">The time for training and validation, in seconds.</param>
/// <param name="SamplesPerSecond">The number of training images processed per second, without validation.</param>
/// <param name="FinishedAt">The time at which the epoch ended.</param>
/// <param name="NonFinite">Whether one of the losses was not a finite number.</param>
public sealed record EpochMetrics(
    int Epoch,
    double? TrainLoss,
    double TrainAccuracy,
    double? ValidationLoss,
    double ValidationAccuracy,
    double LearningRate,
    double DurationSeconds,
    double SamplesPerSecond,
    DateTimeOffset FinishedAt,
    bool NonFinite);

/// <summary>A checkpoint of a run.</summary>
/// <param name="Epoch">The epoch at whose end the checkpoint was taken, from 1.</param>
/// <param name="Bytes">The size of the safetensors file in bytes.</param>
/// <param name="WeightsSha256">The SHA-256 of the weights that are used for predictions.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation images, 0 to 1.</param>
/// <param name="IsBest">Whether this checkpoint is the model, or will be if no later epoch is better.</param>
/// <param name="IsLast">Whether the run continues from this checkpoint if it is resumed.</param>
/// <param name="CreatedAt">The time at which the checkpoint was stored.</param>
public sealed record RunCheckpoint(
    int Epoch,
    int Bytes,
    string WeightsSha256,
    double ValidationAccuracy,
    bool IsBest,
    bool IsLast,
    DateTimeOffset CreatedAt);
