using MnistApi.Imaging;
using MnistApi.Predictions.Contracts;
using MnistApi.Tests.Imaging;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.Predictions;

[Collection(TrainedModels.Collection)]
public class RotatedUploadTests(TrainedModels trained)
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public async Task A_photo_that_its_orientation_turns_upright_is_answered_with_a_warning(int orientation)
    {
        var upright = await PredictAsync(Photo);
        var rotated = await PredictAsync(WithOrientation(orientation));

        Assert.Contains(rotated.Warnings, warning => warning.Code == PredictionWarningCode.Rotated);
        var (width, height) = (upright.Seen.Width, upright.Seen.Height);
        var isTurnedSideways = orientation >= 5;
        Assert.Equal(isTurnedSideways ? (height, width) : (width, height), (rotated.Seen.Width, rotated.Seen.Height));
    }

    [Fact]
    public async Task A_photo_that_is_stored_upright_has_no_such_warning()
    {
        foreach (var photo in new[] { Photo, WithOrientation(1) })
            Assert.DoesNotContain((await PredictAsync(photo)).Warnings, warning => warning.Code == PredictionWarningCode.Rotated);
    }

    private static byte[] Photo => UploadRequests.Drawing(ImageFormat.Jpeg);

    /// <summary>The photo with EXIF data in the place where cameras write them: after the marker that begins the file.</summary>
    private static byte[] WithOrientation(int orientation) => [.. Photo[..2], .. HandMadeJpeg.Exif(orientation), .. Photo[2..]];

    private Task<Prediction> PredictAsync(byte[] photo) => trained.Client.PredictAsync(UploadRequests.Form(photo), $"{trained.First}");
}
