using MnistApi.Training.Kernels;

namespace MnistApi.Training.Tests.Kernels;

public sealed class ConvolutionKernelsTests
{
    [Fact]
    public void The_fastest_method_that_pads_is_right_here_and_is_recorded_with_the_versions()
    {
        var choice = ConvolutionKernels.Chosen;

        Assert.Contains(choice.Method, new[] { ConvolutionMethod.Padded, ConvolutionMethod.Unfolded });
        Assert.False(choice.IsForced);
        Assert.Equal($"{choice.Method}", LibraryVersions.Current()["convolutions"], ignoreCase: true);
    }
}
