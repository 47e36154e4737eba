using System.Net;
using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Errors;
using MnistApi.Imaging;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Predictions.Contracts;
using MnistApi.Tests.Imaging;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.Predictions;

[Collection(TrainedModels.Collection)]
public class PredictionTests(TrainedModels trained)
{
    [Fact]
    public async Task Uploaded_test_images_get_the_predictions_of_the_list()
    {
        var listed = await trained.Client.GetAsync<TestPrediction[]>($"{Api.Models}/{trained.First}/test-predictions?start=30&count=20");
        foreach (var expected in listed)
        {
            var png = await trained.Client.GetByteArrayAsync(expected.ImageUrl, TestContext.Current.CancellationToken);
            var prediction = await trained.Client.PredictAsync(UploadRequests.Raw(png), $"{trained.First}");

            Assert.Equal((expected.Digit, Verdict.Digit), (prediction.Digit, prediction.Verdict));
            AssertClose(expected.Probabilities, prediction.Probabilities);
            Assert.Equal(TestDecoder.Decode(png).ToGray(), prediction.Seen.Decode());
        }
    }

    [Fact]
    public async Task A_form_a_raw_body_and_numbers_get_the_same_answer()
    {
        var png = await trained.Client.GetByteArrayAsync("/api/v1/datasets/synthetic/test/7.png", TestContext.Current.CancellationToken);
        var pixels = TestDecoder.Decode(png).ToGray();
        var form = await trained.Client.PredictAsync(UploadRequests.Form(png));
        Prediction[] others =
        [
            await trained.Client.PredictAsync(UploadRequests.Raw(png)),
            await trained.Client.PredictAsync(UploadRequests.Raw(png, "application/octet-stream")),
            await trained.Client.PredictAsync(UploadRequests.Pixels(pixels)),
            await trained.Client.PredictAsync(UploadRequests.FlatPixels(pixels)),
        ];

        Assert.Equal(
            [UploadFormat.Png, UploadFormat.Png, UploadFormat.Pixels, UploadFormat.Pixels],
            others.Select(other => other.Seen.Format));
        Assert.All(others, other =>
            Assert.Equivalent(form, other with { Seen = other.Seen with { Format = UploadFormat.Png } }, strict: true));
        Assert.Equal(new PredictionModel(trained.First, "champion"), form.Model);
        Assert.Equal(1, form.Probabilities.Sum(), 1e-5);
        Assert.Equal(form.Confidence, form.Probabilities[form.Digit!.Value]);
        Assert.Equal(form.Confidence, form.Probabilities.Max());
    }

    [Theory]
    [InlineData("image/png", UploadFormat.Png)]
    [InlineData("image/jpeg", UploadFormat.Jpeg)]
    [InlineData("image/webp", UploadFormat.Webp)]
    public async Task A_drawing_is_prepared_like_MNIST_and_the_answer_shows_how(string type, UploadFormat expected)
    {
        var prediction = await trained.Client.PredictAsync(
            UploadRequests.Raw(UploadRequests.Drawing(Enum.Parse<ImageFormat>($"{expected}")), type));

        Assert.Equal(
            (expected, 300, 200, true),
            (prediction.Seen.Format, prediction.Seen.Width, prediction.Seen.Height, prediction.Seen.Inverted));
        Assert.InRange(prediction.Seen.Box!.X, 135, 142);
        Assert.InRange(prediction.Seen.Box.Y, 36, 42);
        Assert.InRange(prediction.Seen.Box.Width, 18, 28);
        Assert.InRange(prediction.Seen.Box.Height, 118, 128);
        Assert.Equal(20, prediction.Seen.Decode().Chunk(28).Count(row => row.Max() > 128));
        Assert.Empty(prediction.Warnings);
    }

    [Fact]
    public async Task A_blank_page_is_not_a_digit()
    {
        HttpContent[] bodies =
        [
            UploadRequests.Pixels(new byte[784]),
            UploadRequests.Form(UploadRequests.Png([.. Enumerable.Repeat((byte)250, 50 * 40)], 50, 40)),
        ];
        foreach (var body in bodies)
        {
            var prediction = await trained.Client.PredictAsync(body);

            Assert.Equal((Verdict.NoDigit, null, null), (prediction.Verdict, prediction.Digit, prediction.Confidence));
            Assert.Null(prediction.Seen.Box);
            Assert.Equal(10, prediction.Probabilities.Count);
            Assert.Equal(PredictionWarningCode.NoInk, Assert.Single(prediction.Warnings).Code);
        }
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("none")]
    public async Task Numbers_with_dark_ink_on_white_paper_get_a_warning_that_they_are_inverted(string normalize)
    {
        byte[] turned = [.. UploadRequests.One.Select(pixel => (byte)(255 - pixel))];
        var prediction = await trained.Client.PostAsync<Prediction>(
            $"{Api.Predictions}?normalize={normalize}",
            UploadRequests.Pixels(turned));

        var warning = Assert.Single(prediction.Warnings, warning => warning.Code == PredictionWarningCode.WrongWayRound);
        Assert.Contains("255 minus each number", warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(prediction.Warnings, other => other.Code == PredictionWarningCode.NoInk);
        var file = await trained.Client.PredictAsync(UploadRequests.Raw(UploadRequests.Png(turned, 28, 28)));
        Assert.Empty(file.Warnings); // A file may be dark on light or light on dark.
    }

    [Fact]
    public async Task A_model_that_is_not_finite_gives_no_prediction_and_the_log_says_so()
    {
        (string Route, HttpContent Body)[] requests =
        [
            ("", UploadRequests.Pixels()),
            ("/explanation", UploadRequests.Pixels()),
            ("/batch", UploadRequests.Json($$"""{"images":[{"pixels":[{{string.Join(",", UploadRequests.One)}}]}]}""")),
        ];
        foreach (var (route, body) in requests)
        {
            using var response = await trained.Client.PostAsync(
                $"{Api.Predictions}{route}?model={trained.NonFinite}",
                body,
                TestContext.Current.CancellationToken);
            var problem = await response.AssertProblemAsync(HttpStatusCode.InternalServerError, ProblemCode.PredictionNotFinite);

            Assert.Contains($"{trained.NonFinite}", (string)problem["detail"]!, StringComparison.Ordinal);
        }

        using var ofTestImages = await trained.Client.GetAsync(
            $"{Api.Models}/{trained.NonFinite}/test-predictions",
            TestContext.Current.CancellationToken);
        await ofTestImages.AssertProblemAsync(HttpStatusCode.InternalServerError, ProblemCode.PredictionNotFinite);
        Assert.Contains($"Model {trained.NonFinite} computed probabilities that are not finite", trained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_champion_the_problem_says_how_to_get_one()
    {
        using var data = new TestDirectory();
        await using var service = await ServiceProcess.StartAsync(data.Path);
        await using (var db = TestDatabase.Open(data.Path))
            await db.ModelAliases.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        using var response = await service.Client.PostPredictionAsync(UploadRequests.Pixels());
        using var named = await service.Client.PostPredictionAsync(UploadRequests.Pixels(), "champion");

        var problem = await response.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.NoModel);
        Assert.Contains("PUT /api/v1/model-aliases/champion", (string)problem["detail"]!, StringComparison.Ordinal);
        await named.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.NoModel);
    }

    [Fact]
    public async Task An_unknown_model_is_not_found()
    {
        using var response = await trained.Client.PostPredictionAsync(UploadRequests.Pixels(), "nobody");

        await response.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.ModelNotFound);
    }

    /// <summary>Allows for rounding: a batch is multiplied in another order than a single image.</summary>
    internal static void AssertClose(IEnumerable<float> expected, IEnumerable<float> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
}
