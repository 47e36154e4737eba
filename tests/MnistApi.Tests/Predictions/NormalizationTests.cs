using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Imaging;
using MnistApi.Imaging.Normalization;
using MnistApi.Predictions.Contracts;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.Predictions;

/// <summary>The same upload in each of the three modes.</summary>
[Collection(TrainedModels.Collection)]
public class NormalizationTests(TrainedModels trained)
{
    [Fact]
    public async Task Each_mode_places_squeezes_or_keeps_a_drawing()
    {
        var mnist = await SeeAsync("mnist", UploadRequests.Raw(UploadRequests.Drawing(ImageFormat.Png)));
        var stretch = await SeeAsync("stretch", UploadRequests.Raw(UploadRequests.Drawing(ImageFormat.Png)));
        var none = await SeeAsync("none", UploadRequests.Raw(UploadRequests.Drawing(ImageFormat.Png)));

        Assert.Equal(
            [(NormalizationMode.Mnist, true), (NormalizationMode.Stretch, true), (NormalizationMode.None, false)],
            new[] { mnist, stretch, none }.Select(seen => (seen.Normalization, seen.Inverted)));
        Assert.Equal(20, Rows(mnist)); // Only the digit, as high as in MNIST.
        Assert.Equal(16, Rows(stretch)); // The whole image: 120 of its 200 rows are 16.8 of 28.
        Assert.Equal((0, 255), (stretch.Decode()[0], stretch.Decode().Max()));
        Assert.Equal((255, 255), (none.Decode()[0], none.Decode().Max()));
        Assert.NotNull(mnist.Scale);
        Assert.All([stretch, none], seen => Assert.Equal((null, null), (seen.Scale, seen.Shift)));
        Assert.InRange(stretch.Box!.X, 125, 140);
        Assert.InRange(stretch.Box.Height, 120, 136);
        // This mode takes the white paper for ink.
        Assert.Equal((0, 0, 300, 200), (none.Box!.X, none.Box.Y, none.Box.Width, none.Box.Height));

        static int Rows(SeenImage seen) => seen.Decode().Chunk(28).Count(row => row.Max() > 128);
    }

    [Fact]
    public async Task Numbers_stay_as_they_are_on_request()
    {
        byte[] corner = [.. Enumerable.Range(0, 784).Select(i => i % 28 is 3 or 4 && i / 28 is >= 2 and < 12 ? (byte)200 : (byte)0)];

        Assert.NotEqual(corner, (await SeeAsync("mnist", UploadRequests.Pixels(corner))).Decode());
        Assert.Equal(corner, (await SeeAsync("stretch", UploadRequests.Pixels(corner))).Decode());
        Assert.Equal(corner, (await SeeAsync("none", UploadRequests.Pixels(corner))).Decode());
    }

    [Theory]
    [InlineData("mnsit")]
    [InlineData("7")]
    public async Task An_unknown_mode_is_refused_and_the_problem_names_the_known_ones(string word)
    {
        using var response = await trained.Client.PostAsync(
            $"{Api.Predictions}?normalize={word}",
            UploadRequests.Pixels(),
            TestContext.Current.CancellationToken);
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.Contains("mnist, stretch, none", Assert.Single(problem.Errors("normalize")), StringComparison.Ordinal);
    }

    private async Task<SeenImage> SeeAsync(string word, HttpContent body) =>
        (await trained.Client.PostAsync<Prediction>($"{Api.Predictions}?normalize={word}", body)).Seen;
}
