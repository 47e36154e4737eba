using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Imaging;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.Predictions;

/// <summary>Which bodies count as images, and the limits of their size.</summary>
[Collection(TrainedModels.Collection)]
public class UploadTests(TrainedModels trained)
{
    private const int MaxBytes = 10 * 1024 * 1024;

    [Theory]
    [InlineData("image/x-png")]
    [InlineData("image/pjpeg")]
    [InlineData("image/jpg")]
    [InlineData("Image/Svg+xml")]
    [InlineData("image/*")]
    [InlineData("binary/octet-stream")]
    [InlineData("application/octet-stream; name=digit.png")]
    [InlineData(null)]
    public async Task The_bytes_of_a_body_make_it_an_image_whatever_its_type_says(string? type)
    {
        foreach (var path in new[] { Api.Predictions, $"{Api.Predictions}/explanation" })
        {
            var body = new ByteArrayContent(UploadRequests.Drawing(ImageFormat.Jpeg));
            if (type is not null) body.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await trained.Client.PostAsync(path, body, TestContext.Current.CancellationToken);

            Assert.True(
                response.StatusCode == HttpStatusCode.OK,
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task The_service_reads_the_largest_allowed_file()
    {
        var png = UploadRequests.Drawing(ImageFormat.Png);
        var padded = new byte[MaxBytes];
        png.CopyTo(padded, 0); // The decoder ignores what follows the end of the image.

        Assert.Equal(300, (await trained.Client.PredictAsync(UploadRequests.Raw(padded))).Seen.Width);
        Assert.Equal(300, (await trained.Client.PredictAsync(UploadRequests.Form(padded))).Seen.Width);
    }

    [Fact]
    public async Task The_limit_is_a_setting()
    {
        await using var service = await ServiceProcess.StartAsync(null, ("Predictions__MaxUploadMegabytes", "40"));
        using var within = await service.Client.PostPredictionAsync(UploadRequests.Form(new byte[40 * 1024 * 1024]));
        using var above = await service.Client.PostPredictionAsync(UploadRequests.Raw(new byte[40 * 1024 * 1024 + 1]));

        await within.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.UnreadableImage);
        await above.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, ProblemCode.PayloadTooLarge);
    }

    [Theory]
    [InlineData("Predictions__MaxUploadMegabytes", "101", "between 1 and 100")]
    [InlineData("Predictions__MaxUploadMegabytes", "0", "between 1 and 100")]
    [InlineData("Predictions__MaxBatchMegabytes", "1001", "between 1 and 1000")]
    [InlineData("Predictions__MaxBatchMegabytes", "0", "between 1 and 1000")]
    [InlineData("Models__CachedModels", "101", "between 1 and 100")]
    [InlineData("Models__CachedModels", "0", "between 1 and 100")]
    public async Task A_setting_outside_its_bounds_stops_the_start(string name, string value, string expected)
    {
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(null, (name, value));

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }
}
