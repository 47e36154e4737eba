using System.Numerics;

namespace MnistApi.Training.Data;

/// <summary>The one step from stored pixels to a network's input, shared by training, evaluation and prediction.</summary>
public static class Preprocessing
{
    /// <summary>Name and version of the step, saved with every model: pixels / 255, paper 0, ink 1, 28x28 row by row.</summary>
    public const string Name = "unit-range-28x28/1";

    private const float Scale = 1f / 255;

    /// <summary>Scales pixels from 0..255 to 0..1.</summary>
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
