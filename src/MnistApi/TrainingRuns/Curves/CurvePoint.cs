namespace MnistApi.TrainingRuns.Curves;

/// <summary>One epoch of the learning curves. Null stands for a number that is not finite.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">Mean per sample.</param>
/// <param name="TrainAccuracy">0 to 1.</param>
/// <param name="ValidationLoss">Mean per sample.</param>
/// <param name="ValidationAccuracy">0 to 1.</param>
internal sealed record CurvePoint(int Epoch, double? TrainLoss, double? TrainAccuracy, double? ValidationLoss, double? ValidationAccuracy);
