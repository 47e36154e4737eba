using MnistApi.Training.Kernels;
using MnistApi.Training.Networks.Layers;
using MnistApi.Training.Training;

namespace MnistApi.Training.Tests.Kernels;

public sealed class ConvolutionKernelsTests
{
    private static readonly ConvolutionMethod[] FastestFirst = [ConvolutionMethod.Padded, ConvolutionMethod.Unfolded];

    [Fact]
    public void The_fastest_method_that_pads_is_right_here_and_is_recorded_with_the_versions()
    {
        var choice = ConvolutionKernels.Chosen;

        Assert.Contains(choice.Method, new[] { ConvolutionMethod.Padded, ConvolutionMethod.Unfolded });
        Assert.False(choice.IsForced);
        Assert.Equal($"{choice.Method}", LibraryVersions.Current()["convolutions"], ignoreCase: true);
    }

    [Fact]
    public void A_method_that_is_wrong_is_passed_over_and_its_fault_is_kept()
    {
        var choice = KernelChoice.Of(FastestFirst, isForced: false, method => method == ConvolutionMethod.Padded ? "an error" : null);

        Assert.Equal(ConvolutionMethod.Unfolded, choice.Method);
        Assert.Equal("an error", Assert.Contains(ConvolutionMethod.Padded, choice.Rejected));
    }

    [Fact]
    public void A_shape_that_the_chosen_method_is_wrong_for_gets_the_next_method_unless_one_is_forced()
    {
        var free = new KernelChoice(ConvolutionMethod.Padded, IsForced: false, new Dictionary<ConvolutionMethod, string>());
        var forced = free with { IsForced = true };
        static string? PaddedIsWrong(ConvolutionMethod method) => method == ConvolutionMethod.Padded ? "an error" : null;

        Assert.Equal(ConvolutionMethod.Padded, free.MethodFor(FastestFirst, _ => null));
        Assert.Equal(ConvolutionMethod.Unfolded, free.MethodFor(FastestFirst, PaddedIsWrong));
        Assert.Throws<KernelsUnusableException>(() => forced.MethodFor(FastestFirst, PaddedIsWrong));
    }

    [Fact]
    public void A_method_that_was_rejected_is_not_taken_for_another_shape()
    {
        var choice = KernelChoice.Of(FastestFirst, isForced: false, method => method == ConvolutionMethod.Padded ? "an error" : null);

        Assert.Equal(ConvolutionMethod.Unfolded, choice.MethodFor(FastestFirst, _ => null));
    }

    [Theory]
    [InlineData(false, "Use another processor.")]
    [InlineData(true, "Do not force a method, or use another processor.")]
    public void Where_every_method_is_wrong_nothing_is_computed(bool isForced, string advice)
    {
        var refusal = Assert.Throws<KernelsUnusableException>(() => KernelChoice.Of(FastestFirst, isForced, method => $"{method} is off"));

        Assert.Equal(
            "libtorch computes wrong convolutions on this processor. Method Padded: Padded is off. Method Unfolded: Unfolded is off. "
            + advice,
            refusal.Message);
    }
}
