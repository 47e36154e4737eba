using System.Numerics;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>What one writer does to all strokes of a digit: proportions, slant, rotation and a smooth unsteadiness.</summary>
internal readonly struct WriterDistortion
{
    // The numbers come from a comparison with MNIST's training images. Their bounding boxes are 15.8 ± 3.8 pixels wide, and they lean to
    // the right by 0.12 ± 0.28 pixels per pixel of height.
    private const int Waves = 3;

    private readonly Matrix3x2 _affine;
    private readonly float _taper;     // Relative width at the bottom minus relative width at the top.
    private readonly Vector2 _balance; // Exponents: above 1, the top (left) becomes larger.
    private readonly (Vector2 Direction, Vector2 Displacement, float Phase)[] _waves;

    /// <summary>Draws a random writer.</summary>
    public WriterDistortion(ref SeededRandom random)
    {
        var aspect = MathF.Exp(0.22f * random.NextGaussian());
        var slant = 0.13f + 0.26f * random.NextGaussian();
        var turn = 0.10f * random.NextGaussian();
        _affine = Matrix3x2.CreateScale(aspect, 1) * new Matrix3x2(1, 0, -slant, 1, 0, 0) * Matrix3x2.CreateRotation(turn);

        _taper = 0.2f * random.NextGaussian();
        _balance = new Vector2(MathF.Exp(0.12f * random.NextGaussian()), MathF.Exp(0.15f * random.NextGaussian()));

        _waves = new (Vector2, Vector2, float)[Waves];
        for (var i = 0; i < Waves; i++)
            _waves[i] = (4 * Gaussian(ref random), 0.03f * Gaussian(ref random), random.NextSingle(0, 2 * MathF.PI));
    }

    /// <summary>Moves a point of the unit square.</summary>
    public Vector2 Move(Vector2 point)
    {
        var moved = new Vector2(Power(point.X, _balance.X), Power(point.Y, _balance.Y));
        moved.X = 0.5f + (moved.X - 0.5f) * (1 + _taper * (moved.Y - 0.5f));
        foreach (var (direction, displacement, phase) in _waves)
            moved += displacement * MathF.Sin(Vector2.Dot(direction, point) + phase);
        return Vector2.Transform(moved, _affine);
    }

    /// <summary>Points can be slightly outside the unit square. They stay, because a power would not be smooth there.</summary>
    private static float Power(float value, float exponent) => value is > 0 and < 1 ? MathF.Pow(value, exponent) : value;

    private static Vector2 Gaussian(ref SeededRandom random) => new(random.NextGaussian(), random.NextGaussian());
}
