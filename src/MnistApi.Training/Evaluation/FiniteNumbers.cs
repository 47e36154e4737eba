namespace MnistApi.Training.Evaluation;

/// <summary>Numbers as JSON and SQLite can hold them.</summary>
public static class FiniteNumbers
{
    /// <summary>The number, or null if it is infinite or not a number.</summary>
    public static double? FiniteOrNull(this double value) => double.IsFinite(value) ? value : null;

    /// <inheritdoc cref="FiniteOrNull(double)"/>
    public static float? FiniteOrNull(this float value) => float.IsFinite(value) ? value : null;
}
