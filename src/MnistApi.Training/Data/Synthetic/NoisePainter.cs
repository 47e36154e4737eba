using System.Numerics;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>Draws images without strokes: spots, noise, and almost nothing.</summary>
/// <param name="raster">The drawing surface.</param>
internal sealed class NoisePainter(InkRaster raster)
{
    private const int Side = InkRaster.Side;

    private readonly float[] _field = new float[Side * Side];

    /// <summary>Draws one to five filled spots with an uneven outline.</summary>
    public void Spots(ref SeededRandom random, Span<byte> image)
    {
        raster.Pixels.Clear();
        var count = random.NextInt32(2) == 0 ? 1 : 2 + random.NextInt32(4);
        for (var i = 0; i < count; i++)
        {
            var radius = random.NextSingle(0.05f, count == 1 ? 0.4f : 0.22f) * Side;
            var centre = new Vector2(random.NextSingle(radius, Side - radius), random.NextSingle(radius, Side - radius));
            Spot(centre, radius, ref random);
        }

        raster.Normalize(image);
    }

    /// <summary>Draws smooth or white noise, gray or black and white, over the whole image or normalized as ink.</summary>
    public void Noise(ref SeededRandom random, Span<byte> image)
    {
        if (random.NextInt32(3) == 0)
        {
            Grain(ref random, image);
            return;
        }

        FillField(random.NextSingle(0.8f, 12f), ref random);
        var threshold = random.NextSingle(-0.5f, 1.5f);
        for (var i = 0; i < _field.Length; i++) raster.Pixels[i] = _field[i] > threshold ? (byte)255 : (byte)0;
        raster.Normalize(image);
    }

    /// <summary>
    /// Draws nothing, very weak noise, or a few faint specks. The image is not normalized, because there is no ink to fit into a box.
    /// </summary>
    public static void NearlyBlank(ref SeededRandom random, Span<byte> image)
    {
        image.Clear();
        var deviation = random.NextInt32(2) * random.NextSingle(0, 25);
        foreach (ref var pixel in image) pixel = (byte)Math.Clamp(deviation * random.NextGaussian(), 0, 255);
        for (var specks = random.NextInt32(4); specks > 0; specks--) image[random.NextInt32(image.Length)] = (byte)random.NextInt32(256);
    }

    /// <summary>Draws independent noise in every pixel, gray or black and white.</summary>
    private static void Grain(ref SeededRandom random, Span<byte> image)
    {
        var (mean, deviation, density) = (random.NextSingle(-50, 200), random.NextSingle(20, 120), random.NextSingle(0.02f, 0.6f));
        var isBlackAndWhite = random.NextInt32(2) == 0;
        foreach (ref var pixel in image)
            pixel = isBlackAndWhite
                ? (byte)(random.NextSingle() < density ? 255 : 0)
                : (byte)Math.Clamp(mean + deviation * random.NextGaussian(), 0, 255);
    }

    /// <summary>Draws a circle whose radius rises and falls twice or three times around it.</summary>
    private void Spot(Vector2 centre, float radius, ref SeededRandom random)
    {
        var (waves, height, phase) = (2 + random.NextInt32(2), random.NextSingle(0, 0.35f), random.NextSingle(0, 2 * MathF.PI));
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var from = new Vector2(x + 0.5f, y + 0.5f) - centre;
                var outline = radius * (1 + height * MathF.Sin(waves * MathF.Atan2(from.Y, from.X) + phase));
                if (from.Length() <= outline) raster.Pixels[y * Side + x] = 255;
            }
        }
    }

    /// <summary>
    /// Fills the field with Gaussian noise at the nodes of a lattice, interpolated between them. Its mean is 0, its standard deviation near
    /// 1.
    /// </summary>
    /// <param name="grain">Distance between two nodes in raster pixels.</param>
    /// <param name="random">The source of the random numbers.</param>
    private void FillField(float grain, ref SeededRandom random)
    {
        var nodes = (int)(Side / grain) + 2;
        Span<float> lattice = stackalloc float[nodes * nodes];
        foreach (ref var node in lattice) node = random.NextGaussian();
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var (column, row) = (x / grain, y / grain);
                var (left, top) = ((int)column, (int)row);
                var (right, bottom) = (column - left, row - top);
                var upper = float.Lerp(lattice[top * nodes + left], lattice[top * nodes + left + 1], right);
                var lower = float.Lerp(lattice[(top + 1) * nodes + left], lattice[(top + 1) * nodes + left + 1], right);
                _field[y * Side + x] = 1.5f * float.Lerp(upper, lower, bottom); // The factor makes up for the interpolation.
            }
        }
    }
}
