namespace MnistApi.Training.Kernels;

/// <summary>
/// Computes single elements of a convolution and of its gradients from the definition, in double precision. The arrays are in row-major
/// order: images [N, InputChannels, Side, Side], weights [OutputChannels, InputChannels, Kernel, Kernel], outputs [N, OutputChannels,
/// OutputSide, OutputSide].
/// </summary>
internal static class ConvolutionReference
{
    /// <summary>One element of the outputs.</summary>
    public static double Output(ConvolutionShape shape, float[] images, float[] weights, float[] bias, int index)
    {
        var (n, o, y, x) = Position(index, shape.OutputChannels, shape.OutputSide);
        double sum = bias[o];
        foreach (var (c, ky, kx, imageY, imageX) in Taps(shape, y, x))
            sum += (double)images[Image(shape, n, c, imageY, imageX)] * weights[Weight(shape, o, c, ky, kx)];
        return sum;
    }

    /// <summary>The gradient of one element of the weights.</summary>
    /// <param name="outputGradients">In the shape of the outputs.</param>
    public static double WeightGradient(ConvolutionShape shape, float[] images, float[] outputGradients, int index)
    {
        var kx = index % shape.Kernel;
        var ky = index / shape.Kernel % shape.Kernel;
        var c = index / (shape.Kernel * shape.Kernel) % shape.InputChannels;
        var o = index / (shape.Kernel * shape.Kernel * shape.InputChannels);
        var count = images.Length / (shape.InputChannels * shape.Side * shape.Side);
        var sum = 0.0;
        for (var n = 0; n < count; n++)
            for (var y = 0; y < shape.OutputSide; y++)
                for (var x = 0; x < shape.OutputSide; x++)
                {
                    var (imageY, imageX) = (y * shape.Stride + ky - shape.Padding, x * shape.Stride + kx - shape.Padding);
                    if (IsInside(shape, imageY, imageX))
                        sum += (double)images[Image(shape, n, c, imageY, imageX)] * outputGradients[Output(shape, n, o, y, x)];
                }

        return sum;
    }

    /// <summary>The gradient of one element of the images.</summary>
    /// <param name="outputGradients">In the shape of the outputs.</param>
    public static double ImageGradient(ConvolutionShape shape, float[] weights, float[] outputGradients, int index)
    {
        var (n, c, imageY, imageX) = Position(index, shape.InputChannels, shape.Side);
        var sum = 0.0;
        for (var ky = 0; ky < shape.Kernel; ky++)
            for (var kx = 0; kx < shape.Kernel; kx++)
            {
                var (top, left) = (imageY + shape.Padding - ky, imageX + shape.Padding - kx);
                if (top % shape.Stride != 0 || left % shape.Stride != 0) continue;
                var (y, x) = (top / shape.Stride, left / shape.Stride);
                if (y < 0 || x < 0 || y >= shape.OutputSide || x >= shape.OutputSide) continue;
                for (var o = 0; o < shape.OutputChannels; o++)
                    sum += (double)weights[Weight(shape, o, c, ky, kx)] * outputGradients[Output(shape, n, o, y, x)];
            }

        return sum;
    }

    private static IEnumerable<(int C, int Ky, int Kx, int ImageY, int ImageX)> Taps(ConvolutionShape shape, int y, int x)
    {
        for (var c = 0; c < shape.InputChannels; c++)
            for (var ky = 0; ky < shape.Kernel; ky++)
                for (var kx = 0; kx < shape.Kernel; kx++)
                {
                    var (imageY, imageX) = (y * shape.Stride + ky - shape.Padding, x * shape.Stride + kx - shape.Padding);
                    if (IsInside(shape, imageY, imageX)) yield return (c, ky, kx, imageY, imageX);
                }
    }

    private static bool IsInside(ConvolutionShape shape, int y, int x) => y >= 0 && x >= 0 && y < shape.Side && x < shape.Side;

    private static (int N, int Channel, int Y, int X) Position(int index, int channels, int side) =>
        (index / (channels * side * side), index / (side * side) % channels, index / side % side, index % side);

    private static int Image(ConvolutionShape shape, int n, int c, int y, int x) =>
        ((n * shape.InputChannels + c) * shape.Side + y) * shape.Side + x;

    private static int Weight(ConvolutionShape shape, int o, int c, int ky, int kx) =>
        ((o * shape.InputChannels + c) * shape.Kernel + ky) * shape.Kernel + kx;

    private static int Output(ConvolutionShape shape, int n, int o, int y, int x) =>
        ((n * shape.OutputChannels + o) * shape.OutputSide + y) * shape.OutputSide + x;
}
