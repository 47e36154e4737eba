using System.Numerics;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>How a digit was written, before any pen.</summary>
/// <param name="Label">The digit, 0 to 9.</param>
/// <param name="Strokes">The pen's way from where it is set down to where it is lifted, as polylines; y downwards, about one unit high.</param>
public sealed record SyntheticStrokes(int Label, IReadOnlyList<IReadOnlyList<Vector2>> Strokes);
