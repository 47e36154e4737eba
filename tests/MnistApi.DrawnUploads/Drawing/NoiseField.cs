using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Drawing;

/// <summary>Random values that change smoothly from place to place: interpolated between the nodes of a lattice.</summary>
internal sealed class NoiseField
{
    private readonly int _columns;
    private readonly float[] _nodes;
    private readonly float _perPixelX, _perPixelY;

    /// <param name="grain">The distance between two nodes in pixels, at least 1.</param>
    /// <param name="grainY">The vertical distance, if it differs.</param>
    public NoiseField(int width, int height, float grain, ref SeededRandom random, float? grainY = null)
    {
        (_perPixelX, _perPixelY) = (1 / Math.Max(grain, 1), 1 / Math.Max(grainY ?? grain, 1));
        _columns = (int)(width * _perPixelX) + 2;
        _nodes = new float[_columns * ((int)(height * _perPixelY) + 2)];
        foreach (ref var node in _nodes.AsSpan()) node = random.NextSingle(-1, 1);
    }

    /// <summary>The value at a pixel, -1 to 1.</summary>
    public float At(int x, int y)
    {
        var (column, row) = (x * _perPixelX, y * _perPixelY);
        var (left, top) = ((int)column, (int)row);
        var (right, bottom) = (Ease(column - left), Ease(row - top));
        var node = top * _columns + left;
        return float.Lerp(
            float.Lerp(_nodes[node], _nodes[node + 1], right),
            float.Lerp(_nodes[node + _columns], _nodes[node + _columns + 1], right),
            bottom);
    }

    /// <summary>Smooths the interpolation, so that there are no creases at the nodes.</summary>
    private static float Ease(float t) => t * t * (3 - 2 * t);
}
