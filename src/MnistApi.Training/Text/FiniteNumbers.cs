namespace MnistApi.Training.Text;

/// <summary>Prepares numbers for JSON and for databases, which have neither NaN nor infinity.</summary>
public static class FiniteNumbers
{
    /// <summary>The number, or null if it is NaN or infinite.</summary>
    public static double? FiniteOrNull(this double value) => double.IsFinite(value) ? value : null;

    /// <summary>The number, or null if it is NaN or infinite.</summary>
    public static float? FiniteOrNull(this float value) => float.IsFinite(value) ? value : null;
}
