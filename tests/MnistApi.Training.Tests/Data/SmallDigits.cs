using MnistApi.Training.Data;

namespace MnistApi.Training.Tests.Data;

/// <summary>Sets of noise images, small enough to write a thousand times and incompressible enough that a cut always cuts data.</summary>
internal static class SmallDigits
{
    public static ImageSet Set(int count, int seed)
    {
        var random = new SeededRandom(seed);
        var pixels = new byte[count * ImageSet.PixelsPerImage];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)random.NextInt32(256);
        return new ImageSet(pixels, Enumerable.Range(0, count).Select(i => (byte)(i % ImageSet.ClassCount)).ToArray());
    }

    public static Dataset Dataset(int seed = 1) => new("small", Set(50, seed), Set(20, seed + 1));
}
