using MnistApi.DrawnUploads.Drawing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Camera;

/// <summary>What every phone does, more or less, to every photo.</summary>
internal static class Lens
{
    /// <summary>Takes the photo: uneven and coloured light, focus, noise and JPEG.</summary>
    /// <param name="quality">The lowest JPEG quality; the highest is 97.</param>
    public static void Shoot(Canvas canvas, ref SeededRandom random, int quality = 60)
    {
        Light.Uneven(canvas, random.NextSingle(0, 0.15f), random.NextSingle(0, 0.12f), ref random);
        Light.Tint(canvas, random.NextSingle(-0.05f, 0.12f));
        Blur.Focus(canvas, random.NextSingle(0.3f, 0.9f) * Math.Clamp(canvas.Scale / 600, 0.5f, 2));
        var luma = random.NextSingle(0.5f, 4);
        SensorNoise.Add(canvas, luma, random.NextSingle(0, 0.5f) * luma, ref random);
        Jpeg.Save(canvas, quality + random.NextInt32(98 - quality));
    }
}
