namespace MnistApi.TrainingRuns.Curves;

/// <summary>An epoch of the learning curves. Null means that the number is not finite.</summary>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="TrainLoss">The mean loss per training image.</param>
/// <param name="TrainAccuracy">The accuracy on the training images, 0 to 1.</param>
/// <param name="ValidationLoss">The mean loss per validation image.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation images, 0 to 1.</param>
internal sealed record CurvePoint(int Epoch, double? TrainLoss, double? TrainAccuracy, double? ValidationLoss, double? ValidationAccuracy);
