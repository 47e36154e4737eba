using MnistApi.Training.Configuration;

namespace MnistApi.Training.Data.Augmentation;

/// <summary>From a pixel of the changed image to the point of the original that it shows: rotation, scale and shear about the middle, then a shift.</summary>
internal readonly record struct AffineMap(float XX, float XY, float YX, float YY, float ShiftX, float ShiftY)
{
    private const float Middle = (ImageSet.Side - 1) / 2f;

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

    /// <summary>Moves an image by so many pixels, to the right and down.</summary>
    public static AffineMap Shift(float x, float y) => new(1, 0, 0, 1, -x, -y);

    /// <summary>Turns an image clockwise by so many degrees.</summary>
    public static AffineMap Rotation(float degrees)
    {
        var (sin, cos) = MathF.SinCos(degrees * MathF.PI / 180);
        return new AffineMap(cos, sin, -sin, cos, 0, 0);
    }

    /// <summary>Makes an image so many times as wide and as high.</summary>
    public static AffineMap Scaling(float factor) => new(1 / factor, 0, 0, 1 / factor, 0, 0);

    public (float X, float Y) Map(float x, float y)
    {
        var (dx, dy) = (x - Middle, y - Middle);
        return (Middle + XX * dx + XY * dy + ShiftX, Middle + YX * dx + YY * dy + ShiftY);
    }

    private static float Symmetric(ref SeededRandom random, double bound) => random.NextSingle(-(float)bound, (float)bound);

    /// <summary>Between 1 / (1 + bound) and 1 + bound, as often below 1 as above.</summary>
    private static float Factor(ref SeededRandom random, double bound) => MathF.Pow(1 + (float)bound, random.NextSingle(-1, 1));
}
