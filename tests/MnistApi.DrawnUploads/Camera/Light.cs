using System.Numerics;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Camera;

/// <summary>Lights scenes.</summary>
internal static class Light
{
    /// <summary>Darkens one side and the corners.</summary>
    /// <param name="gradient">The relative brightness of the light side minus that of the dark side.</param>
    /// <param name="vignette">How much darker the corners become, 0 to 1.</param>
    public static void Uneven(Canvas canvas, float gradient, float vignette, ref SeededRandom random)
    {
        var angle = random.NextSingle(0, 2 * MathF.PI);
        var direction = gradient * new Vector2(MathF.Cos(angle), MathF.Sin(angle));
        canvas.Change((x, y, colour) =>
        {
            var at = new Vector2(x, y) / canvas.Size - new Vector2(0.5f);
            return colour * (1 - gradient / 2 + Vector2.Dot(direction, at) - 2 * vignette * at.LengthSquared());
        });
    }

    /// <summary>Tints the light, from a lamp's yellow to a window's blue.</summary>
    public static void Tint(Canvas canvas, float warmth)
    {
        var tint = new Vector3(1 + 0.5f * warmth, 1 + 0.1f * warmth, 1 - warmth) / (1 + 0.5f * Math.Max(warmth, 0));
        canvas.Change((_, _, colour) => colour * tint);
    }

    /// <summary>Casts the shadow of a hand, a phone or a window frame.</summary>
    /// <param name="depth">The share of the light that the shadow takes, 0 to 1.</param>
    /// <param name="softness">The width of the shadow's edge in pixels.</param>
    public static void Shadow(Canvas canvas, float depth, float softness, ref SeededRandom random)
    {
        var size = canvas.Size;
        var entry = size * new Vector2(random.NextSingle(0.1f, 0.9f), random.NextInt32(2) == 0 ? -0.1f : 1.1f);
        if (random.NextInt32(2) == 0) entry = size * new Vector2(random.NextInt32(2) == 0 ? -0.1f : 1.1f, random.NextSingle(0.1f, 0.9f));
        var inward = Vector2.Normalize(size * new Vector2(random.NextSingle(0.3f, 0.7f), random.NextSingle(0.3f, 0.7f)) - entry);
        var aside = new Vector2(-inward.Y, inward.X);
        var shade = new Vector3(depth, 0.98f * depth, 0.94f * depth); // The sky lights a shadow, so it is bluish.

        Func<Vector2, float> distance;
        switch (random.NextInt32(3))
        {
            case 0: // Half of the picture: the photographer or a window frame.
                var edge = size / 2 + canvas.Scale * random.NextSingle(-0.3f, 0.3f) * inward;
                distance = at => Vector2.Dot(at - edge, inward);
                break;
            case 1: // A phone.
                var (height, width) = (canvas.Scale * random.NextSingle(0.4f, 0.9f), canvas.Scale * random.NextSingle(0.18f, 0.3f));
                Vector2[] corners =
                [
                    entry - width * aside,
                    entry + height * inward - width * aside,
                    entry + height * inward + width * aside,
                    entry + width * aside,
                ];
                if (inward.X * aside.Y - inward.Y * aside.X < 0) Array.Reverse(corners);
                distance = at => Region.Convex(corners, at);
                break;
            default: // A hand: an arm and fingers.
                var palm = entry + canvas.Scale * random.NextSingle(0.25f, 0.5f) * inward;
                var radius = canvas.Scale * random.NextSingle(0.1f, 0.16f);
                var tips = new Vector2[4];
                for (var i = 0; i < tips.Length; i++)
                {
                    var length = canvas.Scale * random.NextSingle(0.15f, 0.3f);
                    tips[i] = palm + length * Vector2.Transform(inward, Matrix3x2.CreateRotation(0.35f * (i - 1.5f)));
                }

                distance = at =>
                    Math.Min(Region.Capsule(entry, palm, radius, at), tips.Min(tip => Region.Capsule(palm, tip, 0.3f * radius, at)));
                break;
        }

        canvas.Change((x, y, colour) => colour * (Vector3.One - shade * Region.Inside(distance(new Vector2(x, y)), softness)));
    }

    /// <summary>Casts the soft shadow of a sheet on the surface below it, a little to the lower right.</summary>
    /// <param name="sheet">The corners of the sheet, clockwise.</param>
    /// <param name="reach">The width of the shadow in pixels.</param>
    public static void CastBySheet(Canvas canvas, Vector2[] sheet, float reach) =>
        canvas.Change((x, y, colour) =>
        {
            var distance = Region.Convex(sheet, new Vector2(x - reach / 3, y - reach / 2));
            return colour * (1 - 0.35f * Region.Inside(distance, 2 * reach));
        });

    /// <summary>Adds the reflection of a lamp or a window on a smooth board, at a random place.</summary>
    public static void Glare(Canvas canvas, float strength, ref SeededRandom random)
    {
        var centre = canvas.Size * new Vector2(random.NextSingle(), random.NextSingle());
        Spot(canvas, centre, canvas.Scale * new Vector2(random.NextSingle(0.1f, 0.35f), random.NextSingle(0.1f, 0.35f)), strength);
    }

    /// <summary>Adds a reflection at a given place.</summary>
    /// <param name="centre">The centre in pixels.</param>
    /// <param name="radii">The distance in pixels at which the light is e times weaker than at the centre.</param>
    /// <param name="strength">The strength at the centre, 0 to 1.</param>
    public static void Spot(Canvas canvas, Vector2 centre, Vector2 radii, float strength) => canvas.Change((x, y, colour) =>
        Vector3.Lerp(colour, new Vector3(255), strength * MathF.Exp(-((new Vector2(x, y) - centre) / radii).LengthSquared())));
}
