using System.Numerics;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>The strokes of a digit, without a pen.</summary>
/// <param name="Label">The digit, 0 to 9.</param>
/// <param name="Strokes">
/// Polylines from where the pen touches the paper to where it leaves it. The y axis points down. A digit is about one unit high.
/// </param>
public sealed record SyntheticStrokes(int Label, IReadOnlyList<IReadOnlyList<Vector2>> Strokes);
