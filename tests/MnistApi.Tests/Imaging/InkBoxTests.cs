using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging;

public sealed class InkBoxTests
{
    [Fact]
    public void The_box_reaches_to_the_outermost_ink_on_each_side()
    {
        byte[] ink =
        [
            0, 0, 0, 0, 0, 0,
            0, 0, 9, 0, 0, 0,
            0, 0, 0, 0, 1, 0,
            0, 7, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0,
        ];

        Assert.Equal(new InkBox(X: 1, Y: 1, Width: 4, Height: 3), InkBox.Of(ink, width: 6));
    }

    [Fact]
    public void Ink_in_the_corners_makes_the_box_the_whole_image()
    {
        Assert.Equal(new InkBox(0, 0, 3, 2), InkBox.Of([1, 0, 0, 0, 0, 1], width: 3));
    }

    [Fact]
    public void No_ink_has_no_box()
    {
        Assert.Null(InkBox.Of(new byte[6], width: 3));
    }
}
