using System.Numerics;
using MnistApi.DrawnUploads.Camera;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>Pictures without a drawing.</summary>
internal static class OtherScenes
{
    /// <summary>
    /// Noise with one grain size, from single pixels to patches of a twentieth of the picture: gray, coloured, or black and white.
    /// </summary>
    public static Canvas Noise(ref SeededRandom random)
    {
        var page = Layout.Page(60, 500, new Vector3(random.NextSingle(40, 215)), ref random);
        var grain = MathF.Pow(page.Scale / 20, random.NextSingle());
        var fields = new NoiseField[3];
        foreach (ref var field in fields.AsSpan()) field = new NoiseField(page.Width, page.Height, grain, ref random);
        var (isColoured, isBilevel) = (random.NextInt32(3) == 0, random.NextInt32(3) == 0);
        var (strength, threshold) = (random.NextSingle(10, 160), random.NextSingle(-0.5f, 0.5f));
        page.Change((x, y, mean) =>
        {
            var value = fields[0].At(x, y);
            if (isBilevel) return value > threshold ? Palette.White : Palette.Black;
            return mean + strength * (isColoured ? new Vector3(value, fields[1].At(x, y), fields[2].At(x, y)) : new Vector3(value));
        });
        return page;
    }

    /// <summary>
    /// A photo of something else: a sky or a wall, a horizon, light, and a few things in front, each with its own texture.
    /// </summary>
    public static Canvas Photo(ref SeededRandom random)
    {
        var page = Layout.Page(200, 900, Muted(ref random), ref random);
        var sky = Muted(ref random);
        page.Change((_, y, ground) => Vector3.Lerp(sky, ground, (float)y / page.Height));
        if (random.NextInt32(2) == 0) Edge(page, ref random);
        for (var things = 2 + random.NextInt32(9); things > 0; things--) Thing(page, ref random);
        if (random.NextInt32(2) == 0)
            Light.Shadow(page, random.NextSingle(0.2f, 0.6f), page.Scale * random.NextSingle(0.01f, 0.2f), ref random);
        Lens.Shoot(page, ref random);
        return page;
    }

    /// <summary>Most things have little colour.</summary>
    private static Vector3 Muted(ref SeededRandom random)
    {
        var colour = Palette.Any(ref random);
        return Vector3.Lerp(colour, new Vector3(Palette.Luma(colour)), random.NextSingle(0.2f, 0.95f));
    }

    /// <summary>Gives the page another colour beyond a straight line.</summary>
    private static void Edge(Canvas page, ref SeededRandom random)
    {
        var angle = random.NextSingle(0, 2 * MathF.PI);
        var across = new Vector2(MathF.Cos(angle), MathF.Sin(angle));
        var at = page.Size * random.NextSingle(0.3f, 0.7f);
        var colour = Muted(ref random);
        page.Change((x, y, ground) => Vector3.Lerp(ground, colour, Region.Inside(Vector2.Dot(new Vector2(x, y) - at, across), 2)));
    }

    /// <summary>Draws an area with an uneven outline, or a long one with straight sides.</summary>
    private static void Thing(Canvas page, ref SeededRandom random)
    {
        var (colour, centre) = (Muted(ref random), page.Size * new Vector2(random.NextSingle(), random.NextSingle()));
        var radius = page.Scale * random.NextSingle(0.04f, 0.3f);
        var outline = new NoiseField(page.Width, page.Height, radius / 2, ref random);
        var texture = new NoiseField(page.Width, page.Height, page.Scale * random.NextSingle(0.005f, 0.05f), ref random);
        var roughness = random.NextSingle(0, 0.6f) * radius;
        var (strength, softness) = (random.NextSingle(0, 0.4f), random.NextSingle(1, 0.3f * radius));
        var end = random.NextInt32(2) == 0
            ? centre
            : centre + page.Scale * random.NextSingle(0.1f, 0.6f) * new Vector2(random.NextGaussian(), random.NextGaussian());
        page.Change((x, y, ground) =>
        {
            var inside = Region.Inside(Region.Capsule(centre, end, radius, new Vector2(x, y)) + roughness * outline.At(x, y), softness);
            return inside > 0 ? Vector3.Lerp(ground, colour * (1 + strength * texture.At(x, y)), inside) : ground;
        });
    }
}
