using MnistApi.Imaging;
using MnistApi.TestErrors.Sheets;
using MnistApi.Tests.Imaging;

namespace MnistApi.Tests.TestErrors;

public sealed class ErrorSheetTests
{
    private const int Side = 140, Left = 30, Top = 50, ColumnStep = 170, RowStep = 196;

    [Fact]
    public void Each_image_appears_in_its_place_in_black_on_white_and_five_times_as_large()
    {
        var images = Images(25);

        var sheet = Decode(ErrorSheet.Draw(images));

        for (var i = 0; i < 25; i++)
        {
            var shown = Crop(sheet, Left + i % 5 * ColumnStep, Top + i / 5 * RowStep, Side, Side);
            for (var pixel = 0; pixel < shown.Length; pixel++)
            {
                var ink = images[i].Pixels.Span[pixel / Side / 5 * 28 + pixel % Side / 5];
                if (shown[pixel] != 255 - ink)
                    Assert.Fail($"Image {i} differs at ({pixel % Side}, {pixel / Side}): {shown[pixel]}, not {255 - ink}.");
            }
        }
    }

    [Fact]
    public void Each_image_has_a_thin_frame_with_white_around_it()
    {
        var sheet = Decode(ErrorSheet.Draw([new SheetImage(new byte[784], 0, 1, 2)]));

        var gray = sheet.ToGray();
        int[] inside = [Left, Left + Side - 1], frame = [Left - 1, Left + Side], outside = [Left - 2, Left + Side + 1];
        for (var y = Top; y < Top + Side; y++)
        {
            Assert.All(inside.Concat(outside), x => Assert.Equal(255, gray[y * sheet.Width + x]));
            Assert.All(frame, x => Assert.Equal(60, gray[y * sheet.Width + x]));
        }

        Assert.All(Crop(sheet, Left - 1, Top - 1, Side + 2, 1).Concat(Crop(sheet, Left - 1, Top + Side, Side + 2, 1)), level =>
            Assert.Equal(60, level));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(25, 5)]
    public void There_are_as_many_rows_as_needed(int count, int rows)
    {
        var header = Decode(ErrorSheet.Draw(Images(count))).Header;

        Assert.Equal(new ImageHeader(ImageFormat.Png, 880, 238 + (rows - 1) * RowStep), header);
    }

    [Fact]
    public void A_place_without_an_image_is_white()
    {
        var sheet = Decode(ErrorSheet.Draw(Images(6)));

        Assert.All(Crop(sheet, Left + ColumnStep - 20, RowStep + 20, sheet.Width - Left - ColumnStep + 20, RowStep), level =>
            Assert.Equal(255, level));
    }

    [Fact]
    public void A_sheet_without_errors_says_so()
    {
        var sheet = Decode(ErrorSheet.Draw([]));

        Assert.InRange(Crop(sheet, 340, 90, 200, 40).Count(level => level < 160), 300, 2000);
        Assert.Equal(sheet.ToGray().Count(level => level < 255), Crop(sheet, 340, 90, 200, 40).Count(level => level < 255));
    }

    [Fact]
    public void More_than_25_images_and_images_of_other_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ErrorSheet.Draw(Images(26)));
        Assert.Throws<ArgumentException>(() => ErrorSheet.Draw([new SheetImage(new byte[783], 0, 0, 0)]));
    }

    [Fact]
    public void The_same_images_give_the_same_file()
    {
        Assert.Equal(ErrorSheet.Draw(Images(7)), ErrorSheet.Draw(Images(7)));
    }

    internal static byte[] Crop(ImageRaster sheet, int left, int top, int width, int height)
    {
        var gray = sheet.ToGray();
        return [.. Enumerable.Range(top, height).SelectMany(y => gray[(y * sheet.Width + left)..(y * sheet.Width + left + width)])];
    }

    internal static ImageRaster Decode(byte[] png) => TestDecoder.Decode(png);

    private static SheetImage[] Images(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var pixels = new byte[784];
            random.NextBytes(pixels);
            return new SheetImage(pixels, Index: i * 400, Label: i % 10, Predicted: (i + 1) % 10);
        })];
    }
}
