namespace MnistApi.ModelRegistry.Contracts;

/// <summary>How the model did on the test images.</summary>
/// <param name="Accuracy">0 to 1.</param>
/// <param name="ErrorCount">The number of images whose prediction differs from their label.</param>
/// <param name="Loss">Mean per image; null if it was not a finite number.</param>
public sealed record TestResult(double Accuracy, int ErrorCount, double? Loss);
