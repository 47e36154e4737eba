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
        for (var i = 0; i < pixels.Length; i++) inputs[i] = pixels[i] * Scale;
    }
}
