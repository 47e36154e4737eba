using System.Numerics;

namespace MnistApi.DrawnUploads.Writing;

/// <summary>What to draw, independent of pen and paper.</summary>
/// <param name="Label">The digit, 0 to 9; null for a non-digit.</param>
/// <param name="Strokes">Polylines. Their bounding box begins at (0, 0), and one unit is the height of a digit.</param>
/// <param name="Size">Width and height of the bounding box.</param>
internal sealed record Subject(int? Label, IReadOnlyList<Vector2[]> Strokes, Vector2 Size)
{
    /// <summary>An empty subject.</summary>
    public static Subject Nothing { get; } = new(null, [], new Vector2(0.6f, 1));

    /// <summary>Moves and scales strokes given in any unit.</summary>
    /// <param name="unit">The length that becomes 1; by default the height, or the width if the strokes are wider than high.</param>
    public static Subject Of(int? label, IEnumerable<IReadOnlyList<Vector2>> strokes, float? unit = null)
    {
        var all = strokes.ToList();
        var low = all.SelectMany(stroke => stroke).Aggregate(Vector2.Min);
        var size = all.SelectMany(stroke => stroke).Aggregate(Vector2.Max) - low;
        var scale = 1 / Math.Max(unit ?? Math.Max(size.X, size.Y), 1e-3f);
        return new Subject(label, [.. all.Select(stroke => stroke.Select(point => scale * (point - low)).ToArray())], scale * size);
    }
}
