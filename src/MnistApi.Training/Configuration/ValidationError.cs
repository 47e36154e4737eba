namespace MnistApi.Training.Configuration;

/// <summary>One rule that a configuration breaks.</summary>
/// <param name="Field">The field's path as JSON spells it, such as <c>optimizer.learningRate</c>.</param>
/// <param name="Message">What is wrong, the bound and the value.</param>
public sealed record ValidationError(string Field, string Message);
