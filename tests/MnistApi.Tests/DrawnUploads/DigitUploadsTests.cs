using MnistApi.DrawnUploads;
using MnistApi.Tests.Imaging;

namespace MnistApi.Tests.DrawnUploads;

public class DigitUploadsTests
{
    public static TheoryData<UploadStyle> Styles => [.. DigitUploads.Styles];

    [Theory]
    [MemberData(nameof(Styles))]
    public void Equal_arguments_give_equal_bytes_and_other_arguments_give_other_bytes(UploadStyle style)
    {
        var upload = DigitUploads.Draw(style, UploadPart.Work, seed: 1, index: 3).ToPng();

        Assert.Equal(upload, DigitUploads.Draw(style, UploadPart.Work, seed: 1, index: 3).ToPng());
        Assert.NotEqual(upload, DigitUploads.Draw(style, UploadPart.Work, seed: 2, index: 3).ToPng());
        Assert.NotEqual(upload, DigitUploads.Draw(style, UploadPart.Work, seed: 1, index: 13).ToPng());
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public void Parts_of_the_collection_share_no_upload(UploadStyle style)
    {
        var pictures = Enum.GetValues<UploadPart>()
            .SelectMany(part =>
                Enumerable.Range(0, 2).Select(index => Convert.ToHexString(DigitUploads.Draw(style, part, seed: 1, index).ToPng())));

        Assert.Equal(6, pictures.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public void Every_style_shows_the_ten_digits_in_turn_in_pictures_of_ordinary_sizes(UploadStyle style)
    {
        for (var index = 0; index < 10; index++)
        {
            var upload = DigitUploads.Draw(style, UploadPart.Work, seed: 0, index);

            Assert.Equal((style, null, index), (upload.Style, upload.Kind, upload.Label));
            Assert.InRange(upload.Width, 10, 3000);
            Assert.InRange(upload.Height, 10, 3000);
            Assert.Equal(3 * upload.Width * upload.Height, upload.Rgb.Length);
            Assert.Equal(style is UploadStyle.TransparentGround or UploadStyle.TrimmedTransparent, upload.Alpha is not null);
            var seen = upload.Alpha ?? upload.Rgb;
            Assert.True(seen.Max() - seen.Min() > 20, $"{style} {index} shows nothing.");
        }
    }

    [Fact]
    public void The_decoder_reads_a_picture_as_it_was_drawn()
    {
        var upload = DigitUploads.Draw(UploadStyle.TransparentGround, UploadPart.Work, seed: 0, index: 2);

        var decoded = TestDecoder.Decode(upload.ToPng());

        Assert.Equal((upload.Width, upload.Height), (decoded.Width, decoded.Height));
        Assert.Equal(upload.Alpha, decoded.Alpha);
    }

    [Fact]
    public void There_is_no_upload_before_the_first() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DigitUploads.Draw(UploadStyle.Fax, UploadPart.Work, seed: 0, index: -1));
}
