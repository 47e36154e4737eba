namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>A straight line from the left to the right side of a plane.</summary>
/// <param name="Slope">Pixels down for each pixel to the right.</param>
/// <param name="Middle">How far from the top it is in the middle of the plane, in pixels.</param>
/// <param name="Width">The width of the plane in pixels.</param>
internal readonly record struct RuledLine(double Slope, int Middle, int Width)
{
    /// <summary>How far from the top it is at x, in pixels.</summary>
    public int At(int x) => Middle + (int)Math.Round(Slope * (x - Width / 2.0));

    /// <summary>Whether two lines cross within the plane, or come nearer than a distance.</summary>
    public bool Meets(RuledLine other, int distance)
    {
        var (left, right) = (At(0) - other.At(0), At(Width - 1) - other.At(Width - 1));
        return left > 0 != right > 0 || Math.Min(Math.Abs(left), Math.Abs(right)) <= distance;
    }
}
