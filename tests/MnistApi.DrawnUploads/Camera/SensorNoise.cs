using System.Numerics;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Camera;

/// <summary>The noise of a camera's sensor.</summary>
internal static class SensorNoise
{
    private const float Unit = 1 / 37_837f; // The inverse of the standard deviation of the sum of four uniform 16-bit numbers.

    /// <summary>Adds noise to every pixel.</summary>
    /// <param name="luma">The standard deviation of the noise that all three channels share, on a scale of 255.</param>
    /// <param name="chroma">The standard deviation of each channel's own noise, on a scale of 255.</param>
    public static void Add(Canvas canvas, float luma, float chroma, ref SeededRandom random)
    {
        foreach (ref var pixel in canvas.Pixels.AsSpan())
        {
            pixel += new Vector3(luma * Sample(ref random));
            if (chroma > 0) pixel += chroma * new Vector3(Sample(ref random), Sample(ref random), Sample(ref random));
        }
    }

    /// <summary>Draws a nearly normal number: the sum of four uniform numbers from a single draw.</summary>
    private static float Sample(ref SeededRandom random)
    {
        var bits = random.NextUInt64();
        return ((int)(bits & 0xFFFF) + (int)(bits >> 16 & 0xFFFF) + (int)(bits >> 32 & 0xFFFF) + (int)(bits >> 48) - 131_070) * Unit;
    }
}
