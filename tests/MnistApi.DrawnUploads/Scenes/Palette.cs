using System.Numerics;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>Colours of inks and papers.</summary>
internal static class Palette
{
    public static readonly Vector3 White = new(255), Black = Vector3.Zero;

    private static readonly Vector3[] Ballpoints =
    [
        new(28, 34, 110),
        new(30, 50, 140),
        new(24, 24, 30),
        new(24, 24, 30),
        new(150, 30, 40),
        new(20, 90, 60),
    ];
    private static readonly Vector3[] Markers =
    [
        new(20, 20, 24),
        new(20, 20, 24),
        new(20, 50, 160),
        new(190, 20, 30),
        new(10, 120, 60),
        new(90, 40, 140),
    ];
    private static readonly Vector3[] Bright =
    [
        new(255, 255, 255),
        new(255, 220, 0),
        new(0, 220, 255),
        new(255, 80, 80),
        new(120, 255, 120),
        new(255, 120, 255),
        new(255, 160, 40),
    ];

    public static Vector3 Ballpoint(ref SeededRandom random) => Near(Pick(Ballpoints, ref random), 12, ref random);

    public static Vector3 Marker(ref SeededRandom random) => Near(Pick(Markers, ref random), 12, ref random);

    /// <summary>A light ink for dark grounds.</summary>
    public static Vector3 Light(ref SeededRandom random) => Pick(Bright, ref random);

    /// <summary>Paper under a lamp: light gray, rarely yellowish.</summary>
    public static Vector3 Paper(ref SeededRandom random)
    {
        var light = random.NextSingle(175, 245);
        return new Vector3(light, light - random.NextSingle(0, 6), light - random.NextSingle(0, 16));
    }

    /// <summary>A random colour.</summary>
    public static Vector3 Any(ref SeededRandom random) => 255 * new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle());

    public static Vector3 Near(Vector3 colour, float deviation, ref SeededRandom random) =>
        Vector3.Clamp(
            colour + deviation * new Vector3(random.NextGaussian(), random.NextGaussian(), random.NextGaussian()),
            Vector3.Zero,
            White);

    /// <summary>Perceived brightness, 0 to 255 (ITU-R BT.601).</summary>
    public static float Luma(Vector3 colour) => Vector3.Dot(colour, new Vector3(0.299f, 0.587f, 0.114f));

    private static Vector3 Pick(Vector3[] colours, ref SeededRandom random) => colours[random.NextInt32(colours.Length)];
}
