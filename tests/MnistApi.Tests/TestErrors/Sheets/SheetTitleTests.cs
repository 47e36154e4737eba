using MnistApi.TestErrors.Sheets;

namespace MnistApi.Tests.TestErrors.Sheets;

public sealed class SheetTitleTests
{
    // The halves of the title and the index, in pixels of a sheet with one image.
    private static readonly (int Left, int Top, int Width, int Height) Label = (30, 24, 61, 24);
    private static readonly (int Left, int Top, int Width, int Height) Prediction = (91, 24, 79, 24);
    private static readonly (int Left, int Top, int Width, int Height) Index = (30, 192, 140, 24);

    [Fact]
    public void Every_digit_has_its_own_shape_for_the_label_and_for_the_prediction()
    {
        var labels = Enumerable.Range(0, 10).Select(digit => Text(Label, label: digit)).ToArray();
        var predictions = Enumerable.Range(0, 10).Select(digit => Text(Prediction, predicted: digit)).ToArray();

        Assert.Equal(10, labels.Distinct().Count());
        Assert.Equal(10, predictions.Distinct().Count());
        Assert.All(labels.Concat(predictions), text => Assert.Contains('#', text));
    }

    [Fact]
    public void The_label_is_left_of_the_prediction_and_the_index_is_below()
    {
        Assert.Equal(Text(Label, predicted: 3), Text(Label, predicted: 8));
        Assert.Equal(Text(Prediction, label: 3), Text(Prediction, label: 8));
        Assert.Equal(Text(Label, index: 1), Text(Label, index: 9_999));

        Assert.NotEqual(Text(Index, index: 1234), Text(Index, index: 1235));
        Assert.Equal(Text(Index, label: 3, predicted: 5), Text(Index, label: 7, predicted: 1));
    }

    [Fact]
    public void Title_and_longest_index_stay_within_the_width_of_their_image()
    {
        var sheet = ErrorSheetTests.Decode(ErrorSheet.Draw([new SheetImage(new byte[784], 59_999, 8, 8)]));

        Assert.All(ErrorSheetTests.Crop(sheet, 0, 0, 29, sheet.Height), level => Assert.Equal(255, level));
        Assert.All(ErrorSheetTests.Crop(sheet, 171, 0, 200, sheet.Height), level => Assert.Equal(255, level));
    }

    [Fact]
    public void The_title_is_the_same_in_every_place_of_the_grid()
    {
        var sheet = ErrorSheetTests.Decode(ErrorSheet.Draw([.. Enumerable.Repeat(new SheetImage(new byte[784], 247, 4, 2), 25)]));

        var first = ErrorSheetTests.Crop(sheet, 30, 24, 140, 24);
        for (var i = 1; i < 25; i++)
        {
            var other = ErrorSheetTests.Crop(sheet, 30 + i % 5 * 170, 24 + i / 5 * 196, 140, 24);
            // Anti-aliasing rounds slightly differently from place to place.
            Assert.All(first.Zip(other), pixel => Assert.InRange(pixel.Second - pixel.First, -32, 32));
        }
    }

    /// <summary>A part of the sheet of one blank image as text, with # for dark pixels.</summary>
    private static string Text((int Left, int Top, int Width, int Height) part, int label = 1, int predicted = 1, int index = 0)
    {
        var sheet = ErrorSheetTests.Decode(ErrorSheet.Draw([new SheetImage(new byte[784], index, label, predicted)]));
        return string.Concat(
            ErrorSheetTests.Crop(sheet, part.Left, part.Top, part.Width, part.Height).Select(level => level < 160 ? '#' : '.'));
    }
}
