namespace MnistApi.Training.Evaluation;

/// <summary>A closed interval.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public sealed record Interval(double Low, double High);
