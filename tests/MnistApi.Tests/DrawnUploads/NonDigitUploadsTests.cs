using MnistApi.DrawnUploads;

namespace MnistApi.Tests.DrawnUploads;

public class NonDigitUploadsTests
{
    public static TheoryData<NonDigitUploadKind> Kinds => [.. NonDigitUploads.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_draws_the_same_picture_twice_and_never_a_digit(NonDigitUploadKind kind)
    {
        for (var index = 0; index < 5; index++)
        {
            var upload = NonDigitUploads.Draw(kind, UploadPart.Work, seed: 0, index);

            Assert.Equal((kind, null), (upload.Kind, upload.Label));
            Assert.Equal(upload.ToPng(), NonDigitUploads.Draw(kind, UploadPart.Work, seed: 0, index).ToPng());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parts_of_the_collection_share_no_upload(NonDigitUploadKind kind)
    {
        string[] Pictures(UploadPart part) =>
            [.. Enumerable.Range(0, 5).Select(index => Convert.ToHexString(NonDigitUploads.Draw(kind, part, seed: 0, index).ToPng()))];

        Assert.Empty(Pictures(UploadPart.Work).Intersect(Pictures(UploadPart.Test)));
    }

    [Fact]
    public void Blank_pages_have_the_styles_of_digits()
    {
        var styles = Enumerable.Range(0, 200)
            .Select(index => NonDigitUploads.Draw(NonDigitUploadKind.Blank, UploadPart.Work, seed: 0, index).Style)
            .Distinct();

        Assert.True(styles.Count() > 20);
    }
}
