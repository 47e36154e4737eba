using System.Numerics;

namespace MnistApi.DrawnUploads.Drawing;

/// <summary>
/// Maps points of the flat page to the picture, which shows the page turned and from the side (a homography around the picture's centre).
/// </summary>
internal readonly record struct View(Vector2 Centre, Matrix3x2 Turn, Vector2 Tilt)
{
    /// <summary>The page seen from straight above.</summary>
    public static readonly View Flat = new(Vector2.Zero, Matrix3x2.Identity, Vector2.Zero);

    /// <param name="size">The size of the picture in pixels.</param>
    /// <param name="angle">The turn in radians.</param>
    /// <param name="tilt">How much smaller the picture's edges become in each direction; 0.2 is a lot.</param>
    public static View Of(Vector2 size, float angle, Vector2 tilt) =>
        new(size / 2, Matrix3x2.CreateRotation(angle), tilt * 2 / (size.X + size.Y));

    public Vector2 Map(Vector2 point)
    {
        var turned = Vector2.Transform(point - Centre, Turn);
        return Centre + turned / (1 + Vector2.Dot(Tilt, turned));
    }
}
