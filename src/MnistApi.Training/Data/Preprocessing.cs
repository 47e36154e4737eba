using System.Numerics;

namespace MnistApi.Training.Data;

/// <summary>Turns stored pixels into a network's input, for training, evaluation and prediction.</summary>
public static class Preprocessing
{
    /// <summary>
    /// Name and version of the preprocessing, saved with every model: pixels / 255, so that paper is 0 and ink is 1, 28x28 row by row.
    /// </summary>
    public const string Name = "unit-range-28x28/1";

    private const float Scale = 1f / 255;

    /// <summary>Scales pixels from 0 to 255 to the range 0 to 1.</summary>
    /// <param name="pixels">Any number of pixels.</param>
    /// <param name="inputs">As many floats.</param>
    /// <exception cref="ArgumentOutOfRangeException">The two lengths differ.</exception>
    public static void ToUnitRange(ReadOnlySpan<byte> pixels, Span<float> inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(inputs.Length, pixels.Length);
        var done = 0;
        for (; done <= pixels.Length - Vector<byte>.Count; done += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(pixels[done..]), out var low, out var high);
            Scaled(low, inputs[done..]);
            Scaled(high, inputs[(done + Vector<ushort>.Count)..]);
        }

        for (; done < pixels.Length; done++) inputs[done] = pixels[done] * Scale;
    }

    private static void Scaled(Vector<ushort> pixels, Span<float> inputs)
    {
        Vector.Widen(pixels, out var low, out var high);
        (Vector.ConvertToSingle(low.As<uint, int>()) * Scale).CopyTo(inputs);
        (Vector.ConvertToSingle(high.As<uint, int>()) * Scale).CopyTo(inputs[Vector<uint>.Count..]);
    }
}
