namespace MnistApi.TrainingRuns;
internal sealed record CurvePoint(int Epoch, double? TrainLoss, double? TrainAccuracy, double? ValidationLoss, double? ValidationAccuracy);
internal static class LearningCurves { public static string Draw(string name, string recipe, IReadOnlyList<CurvePoint> points) => name + recipe + points.Count; }
