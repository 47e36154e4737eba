using MnistApi.Training.Configuration;

namespace MnistApi.Training.Data.Augmentation;

/// <summary>
/// Maps a pixel of the changed image to a point of the original image: rotation, scaling and shear about the centre, and then a shift.
/// </summary>
internal readonly record struct AffineMap(float XX, float XY, float YX, float YY, float ShiftX, float ShiftY)
{
    private const float Middle = (ImageSet.Side - 1) / 2f;

    /// <summary>Draws a map within the bounds of a configuration.</summary>
    public static AffineMap Random(AugmentationConfig config, ref SeededRandom random)
    {
        var angle = Symmetric(ref random, config.Rotation) * MathF.PI / 180;
        var (scaleX, scaleY) = (Factor(ref random, config.Scale), Factor(ref random, config.Scale));
        var shear = Symmetric(ref random, config.Shear);
        var (shiftX, shiftY) = (Symmetric(ref random, config.Shift), Symmetric(ref random, config.Shift));
        var (cos, sin) = (MathF.Cos(angle), MathF.Sin(angle));
        return new AffineMap(
            scaleX * cos, scaleX * (shear * cos - sin),
            scaleY * sin, scaleY * (shear * sin + cos),
            shiftX, shiftY);
    }

    /// <summary>Moves an image to the right and down, in pixels.</summary>
    public static AffineMap Shift(float x, float y) => new(1, 0, 0, 1, -x, -y);

    /// <summary>Rotates an image clockwise.</summary>
    public static AffineMap Rotation(float degrees)
    {
        var (sin, cos) = MathF.SinCos(degrees * MathF.PI / 180);
        return new AffineMap(cos, sin, -sin, cos, 0, 0);
    }

    /// <summary>Scales width and height of an image by a factor.</summary>
    public static AffineMap Scaling(float factor) => new(1 / factor, 0, 0, 1 / factor, 0, 0);

    /// <summary>The point of the original image, in pixels.</summary>
    public (float X, float Y) Map(float x, float y)
    {
        var (dx, dy) = (x - Middle, y - Middle);
        return (Middle + XX * dx + XY * dy + ShiftX, Middle + YX * dx + YY * dy + ShiftY);
    }

    private static float Symmetric(ref SeededRandom random, double bound) => random.NextSingle(-(float)bound, (float)bound);

    /// <summary>A factor from 1 / (1 + bound) to 1 + bound. It is below 1 as often as above 1.</summary>
    private static float Factor(ref SeededRandom random, double bound) => MathF.Pow(1 + (float)bound, random.NextSingle(-1, 1));
}
