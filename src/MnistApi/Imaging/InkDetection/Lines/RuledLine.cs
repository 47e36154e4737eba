namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>A straight line from the left to the right edge of a plane.</summary>
/// <param name="Slope">Pixels down for each pixel to the right.</param>
/// <param name="MiddleY">The distance from the top edge in pixels, halfway between the left and right edges.</param>
/// <param name="Width">The width of the plane in pixels.</param>
internal readonly record struct RuledLine(double Slope, int MiddleY, int Width)
{
    /// <summary>The distance from the top edge in pixels, in column x.</summary>
    public int YAt(int x) => MiddleY + double.ConvertToIntegerNative<int>(Math.Round(Slope * (x - Width / 2.0)));

    /// <summary>Whether two lines cross within the plane, or come as near as a distance in pixels.</summary>
    public bool Meets(RuledLine other, int distance)
    {
        var (left, right) = (YAt(0) - other.YAt(0), YAt(Width - 1) - other.YAt(Width - 1));
        return left > 0 != right > 0 || Math.Min(Math.Abs(left), Math.Abs(right)) <= distance;
    }
}
