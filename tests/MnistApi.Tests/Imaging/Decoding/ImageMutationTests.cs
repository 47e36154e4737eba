using System.Net;
using MnistApi.Imaging.Decoding.Formats;
using MnistApi.Imaging.Normalization;
using MnistApi.Tests.Predictions;
using MnistApi.Training.Data;

namespace MnistApi.Tests.Imaging.Decoding;

public sealed class ImageMutationTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private const int MutationsOfEachFormat = 3000, MutationsOverHttp = 60, NormalizedOneOf = 10;

    /// <summary>Without a model, an image that can be read gets 404 or 409.</summary>
    private static readonly HttpStatusCode[] Expected =
    [
        HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.Conflict,
        HttpStatusCode.RequestEntityTooLarge,
    ];

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("bmp")]
    public void A_damaged_file_is_decoded_or_refused_and_can_be_normalized_if_it_is_decoded(string format)
    {
        var random = new Random(20_261);
        var (decoded, refused) = (0, 0);
        for (var i = 0; i < MutationsOfEachFormat; i++)
        {
            var mutated = Next(format, random);
            try
            {
                var raster = TestDecoder.Instance.Decode(mutated, maxSide: 256);

                decoded++;
                Assert.InRange(Math.Max(raster.Width, raster.Height), 1, 256);
                Assert.Contains(raster.Samples.Length, new[] { raster.Width * raster.Height, 3 * raster.Width * raster.Height });
                Assert.Equal(raster.Width * raster.Height, raster.Alpha?.Length ?? raster.Width * raster.Height);
                if (decoded % NormalizedOneOf != 1) continue;
                Assert.Equal(ImageSet.PixelsPerImage, DigitNormalizer.FromUpload(raster).Pixels.Length);
            }
            catch (ImageRejectedException)
            {
                refused++;
            }
        }

        // Otherwise the mutations are too mild or too wild to show anything.
        Assert.InRange(decoded, MutationsOfEachFormat / 100, MutationsOfEachFormat);
        Assert.InRange(refused, MutationsOfEachFormat / 4, MutationsOfEachFormat);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("bmp")]
    public async Task No_damaged_upload_is_an_error_of_the_service(string format)
    {
        var random = new Random(20_262);
        for (var i = 0; i < MutationsOverHttp; i++)
        {
            var mutated = Next(format, random);
            using var response = await service.Client.PostPredictionAsync(UploadRequests.Raw(mutated, "application/octet-stream"));

            Assert.True(Expected.Contains(response.StatusCode), $"{response.StatusCode}: {Convert.ToHexString(mutated)}");
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
