using static TorchSharp.torch;

namespace MnistApi.Training.Kernels;

/// <summary>
/// Compares libtorch's convolutions, forward and backward, with <see cref="ConvolutionReference"/>. Every element must be finite, and a
/// sample of the elements must agree. Before each computation, freed memory is filled with NaN, because wrong kernels read unset memory.
/// </summary>
public static class ConvolutionCheck
{
    private const int Seed = 1;
    private const int SampledElements = 32;

    /// <summary>
    /// Relative to the largest value of the array. Right kernels stayed below 1e-5; wrong kernels were off by 1e-2 and more.
    /// </summary>
    private const double Tolerance = 1e-4;

    /// <summary>
    /// Sizes of the blocks that are filled with NaN, in floats: small ones, and those of the checked activations and weights.
    /// </summary>
    private static readonly int[] DirtiedSizes = [256, 4_096, 32_768, 131_072];

    /// <summary>
    /// Values from -1 to 1. Each checked array is a part of them, because new random numbers would take longer than the convolutions.
    /// </summary>
    private static readonly float[] Pool = CreatePool();

    /// <summary>Says what is wrong with a method for a shape; null if it is right.</summary>
    /// <param name="method">The method to check.</param>
    /// <param name="shape">The convolution to check it with.</param>
    /// <param name="batchSize">Number of images, at least 1.</param>
    public static string? FindError(ConvolutionMethod method, ConvolutionShape shape, int batchSize)
    {
        using var scope = NewDisposeScope();
        using var gradients = enable_grad();
        var random = new Random(Seed);
        var images = Values(random, batchSize * shape.InputChannels * shape.Side * shape.Side);
        var weights = Values(random, shape.OutputChannels * shape.InputChannels * shape.Kernel * shape.Kernel);
        var bias = Values(random, shape.OutputChannels);
        var outputGradients = Values(random, batchSize * shape.OutputChannels * shape.OutputSide * shape.OutputSide);

        var (outputs, imageGradients, weightGradients) = Compute(method, shape, images, weights, bias, outputGradients);
        double Output(int index) => ConvolutionReference.Output(shape, images, weights, bias, index);
        double ImageGradient(int index) => ConvolutionReference.ImageGradient(shape, weights, outputGradients, index);
        double WeightGradient(int index) => ConvolutionReference.WeightGradient(shape, images, outputGradients, index);
        return Compare("outputs", outputs, Output, random)
            ?? Compare("gradients of the images", imageGradients, ImageGradient, random)
            ?? Compare("gradients of the weights", weightGradients, WeightGradient, random);
    }

    private static (float[] Outputs, float[] ImageGradients, float[] WeightGradients) Compute(
        ConvolutionMethod method, ConvolutionShape shape, float[] images, float[] weights, float[] bias, float[] outputGradients)
    {
        var x = tensor(images).reshape(-1, shape.InputChannels, shape.Side, shape.Side).requires_grad_();
        var w = tensor(weights, [shape.OutputChannels, shape.InputChannels, shape.Kernel, shape.Kernel]).requires_grad_();
        DirtyFreedMemory();
        var y = Convolution.Compute(method, x, w, tensor(bias), shape.Stride);
        DirtyFreedMemory();
        var gradients = autograd.grad([y], [x, w], [tensor(outputGradients, y.shape)]);
        return (Copy(y), Copy(gradients[0]), Copy(gradients[1]));
    }

    private static string? Compare(string what, float[] actual, Func<int, double> expectedAt, Random random)
    {
        if (Array.FindIndex(actual, value => !float.IsFinite(value)) is >= 0 and var index)
            return $"the {what} are not finite at element {index}";

        // The last elements belong to the last channels, where the vector register is not full.
        var drawn = Enumerable.Range(0, SampledElements).Select(_ => random.Next(actual.Length));
        int[] sample = [.. drawn, actual.Length - 1, actual.Length / 2];
        double[] expected = [.. sample.Select(expectedAt)];
        var scale = expected.Max(Math.Abs);
        var worst = sample.Zip(expected, (at, value) => Math.Abs(actual[at] - value)).Max();
        return worst <= Tolerance * scale ? null : $"the {what} are off by {worst:g2} where the largest is {scale:g2}";
    }

    /// <summary>Frees blocks full of NaN. A kernel that reads memory without setting it then gives NaN.</summary>
    private static void DirtyFreedMemory()
    {
        using var scope = NewDisposeScope();
        foreach (var size in DirtiedSizes) TensorMemory.Of(empty([size])).Fill(float.NaN);
    }

    private static float[] CreatePool()
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, 65_521).Select(_ => random.NextSingle() * 2 - 1)]; // A prime number does not divide a shape.
    }

    private static float[] Values(Random random, int count)
    {
        var values = new float[count];
        var start = random.Next(Pool.Length);
        for (var done = 0; done < count; start = 0)
        {
            var part = Math.Min(count - done, Pool.Length - start);
            Pool.AsSpan(start, part).CopyTo(values.AsSpan(done));
            done += part;
        }

        return values;
    }

    private static float[] Copy(Tensor tensor) => TensorMemory.Of(tensor.contiguous()).ToArray();
}
