using System.Net;
using MnistApi.Imaging;
using MnistApi.Tests.Predictions;
using MnistApi.Training.Data;

namespace MnistApi.Tests.Imaging;

public sealed class ImageMutationTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private const int MutationsOfAFormat = 3000, MutationsOverHttp = 60, PreparedOf = 10;

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("bmp")]
    public void Whatever_happens_to_a_file_it_is_decoded_or_refused_and_what_is_decoded_can_be_prepared(string format)
    {
        var random = new Random(20_261);
        var (decoded, refused) = (0, 0);
        for (var i = 0; i < MutationsOfAFormat; i++)
        {
            var mutated = Next(format, random);
            try
            {
                var raster = TestDecoder.Instance.Decode(mutated, maxSide: 256);

                decoded++;
                Assert.InRange(Math.Max(raster.Width, raster.Height), 1, 256);
                Assert.Equal(3 * raster.Width * raster.Height, raster.Rgb.Length);
                Assert.Equal(raster.Width * raster.Height, raster.Alpha?.Length ?? raster.Width * raster.Height);
                if (decoded % PreparedOf == 1) Assert.Equal(ImageSet.PixelsPerImage, DigitImage.FromUpload(raster).Pixels.Length);
            }
            catch (ImageRejectedException)
            {
                refused++;
            }
        }

        // Both ways are gone, or the mutations are too mild or too wild to show anything.
        Assert.InRange(decoded, MutationsOfAFormat / 100, MutationsOfAFormat);
        Assert.InRange(refused, MutationsOfAFormat / 4, MutationsOfAFormat);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("bmp")]
    public async Task No_damaged_upload_is_the_services_fault(string format)
    {
        var random = new Random(20_262);
        for (var i = 0; i < MutationsOverHttp; i++)
        {
            var mutated = Next(format, random);
            using var response = await service.Client.PostPredictionAsync(UploadRequests.Raw(mutated, "application/octet-stream"));

            // Without a model an image that could be read finds none.
            Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.OK, $"{response.StatusCode}: {Convert.ToHexString(mutated)}");
        }

        using var alive = await service.Client.GetAsync("/health/live", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    private static byte[] Next(string format, Random random)
    {
        var files = ValidImages.Of(format);
        return Mutation.Of(files[random.Next(files.Length)], files[random.Next(files.Length)], random);
    }
}
