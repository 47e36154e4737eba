using MnistApi.Training.Kernels;

namespace MnistApi.Training.Tests.Kernels;

public sealed class ConvolutionCheckTests
{
    public static TheoryData<ConvolutionMethod, int> MethodsAndBatches =>
        new(
            from method in new[] { ConvolutionMethod.Padded, ConvolutionMethod.Unfolded }
            from batch in new[] { 1, 2, 3, 8, 50, 64 }
            select (method, batch));

    [Theory]
    [MemberData(nameof(MethodsAndBatches))]
    public void Every_channel_count_is_right_forward_and_backward_while_freed_memory_holds_NaN(ConvolutionMethod method, int batchSize)
    {
        string[] errors =
        [
            .. Enumerable.Range(1, 96)
                .SelectMany(channels => new ConvolutionShape[]
                {
                    new(1, channels, 5, 2, 8),
                    new(channels, channels, 3, 1, 6),
                    new(channels, 97 - channels, 3, 1, 6),
                })
                .Select(shape => ConvolutionCheck.FindError(method, shape, batchSize) is { } error ? $"{shape}: {error}" : null)
                .OfType<string>(),
        ];

        Assert.Empty(errors);
    }
}
