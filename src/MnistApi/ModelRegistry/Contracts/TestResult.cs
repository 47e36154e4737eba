namespace MnistApi.ModelRegistry.Contracts;

/// <summary>The result of a model on the test images.</summary>
/// <param name="Accuracy">The share of images whose prediction equals their label, 0 to 1.</param>
/// <param name="ErrorCount">The number of images whose prediction differs from their label.</param>
/// <param name="Loss">The mean loss per image; null if it was not a finite number.</param>
public sealed record TestResult(double Accuracy, int ErrorCount, double? Loss);
