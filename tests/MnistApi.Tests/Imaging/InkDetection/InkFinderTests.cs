using MnistApi.Imaging;
using MnistApi.Imaging.InkDetection;
using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Tests.Imaging.InkDetection;

public sealed class InkFinderTests
{
    [Fact]
    public void A_strip_too_thin_to_be_paper_is_ink()
    {
        var gray = Enumerable.Repeat((byte)255, 160 * 40).ToArray();
        for (var y = 18; y < 22; y++) gray.AsSpan(y * 160 + 40, 70).Fill(100);
        gray[19 * 160 + 70] = 250; // Something is written on it, as on a sheet of paper.

        using var memory = new PlaneMemory();
        var found = InkFinder.FindOnAnyPaper(GrayRaster.Of(160, gray), memory);

        Assert.Equal(new InkBox(40, 18, 70, 4), Assert.Single(found[0].Shapes).Box);
    }
}
