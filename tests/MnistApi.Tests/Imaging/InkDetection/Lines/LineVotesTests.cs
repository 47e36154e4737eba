using MnistApi.Imaging.InkDetection.Lines;
using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Tests.Imaging.InkDetection.Lines;

public sealed class LineVotesTests
{
    [Theory]
    [InlineData(5, 40)]
    [InlineData(64, 33)]
    [InlineData(97, 61)]
    [InlineData(200, 20)]
    public void A_line_has_a_vote_of_each_thin_pixel_on_it(int width, int height)
    {
        using var memory = new PlaneMemory();
        var darkness = memory.Filled(width, height);
        var random = new Random(3);
        foreach (ref var value in darkness.Values) value = random.Next(5) == 0 ? 1 : 0;
        using var thin = ThinPixels.Of(darkness, noise: 0, thickness: 40); // Nothing here is as thick as this, so every dark pixel is thin.

        var votes = LineVotes.Of(thin);

        foreach (var i in votes.IndicesFrom(0))
        {
            var line = votes.LineAt(i);
            var onLine = Enumerable.Range(0, width).Count(x => darkness.IsWithin(x, line.YAt(x)) && darkness[x, line.YAt(x)] > 0);
            Assert.Equal(onLine, votes[i]);
        }

        Assert.Equal(49 * height, votes.IndicesFrom(0).Count);
        Assert.Equal(votes.IndicesFrom(0).Where(i => votes[i] >= 3), votes.IndicesFrom(3));
    }
}
