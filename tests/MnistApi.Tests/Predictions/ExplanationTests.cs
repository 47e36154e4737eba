using System.Net;
using MnistApi.Http.Errors;
using MnistApi.Predictions.Contracts;
using MnistApi.Tests.Imaging;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.Predictions;

[Collection(TrainedModels.Collection)]
public class ExplanationTests(TrainedModels trained)
{
    private const string Explanations = $"{Api.Predictions}/explanation";

    [Fact]
    public async Task The_answer_is_the_prediction_with_a_heat_map()
    {
        var prediction = await trained.Client.PredictAsync(UploadRequests.Pixels());
        var explained = await ExplainAsync(UploadRequests.Pixels());

        PredictionTests.AssertClose(prediction.Probabilities, explained.Probabilities);
        Assert.Equal((prediction.Digit, prediction.Verdict, prediction.Model), (explained.Digit, explained.Verdict, explained.Model));
        Assert.Equivalent(prediction.Seen, explained.Seen, strict: true);
        Assert.Equal(prediction.Digit, explained.ExplainedDigit);
        Assert.Equal(28, explained.Heat.Count);
        Assert.All(explained.Heat, row => Assert.Equal(28, row.Count));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(8)]
    public async Task The_heat_is_what_the_digit_loses_without_the_surrounding_ink(int? digit)
    {
        var whole = await ExplainAsync(UploadRequests.Pixels(), digit is null ? "" : $"?digit={digit}");
        var explained = whole.ExplainedDigit!.Value;
        Assert.Equal(digit ?? whole.Digit, explained);
        Assert.Equal(LogOdds(whole, explained), whole.LogOdds!.Value, 1e-3);

        foreach (var (x, y) in new[] { (13, 5), (14, 14), (11, 20), (15, 25), (16, 2) })
        {
            byte[] without =
            [
                .. UploadRequests.One.Select((pixel, i) => Math.Abs(i % 28 - x) <= 2 && Math.Abs(i / 28 - y) <= 2 ? (byte)0 : pixel),
            ];
            var prediction = await trained.Client.PostAsync<Prediction>(
                $"{Api.Predictions}?normalize=none",
                UploadRequests.Pixels(without));
            Assert.Equal(whole.LogOdds!.Value - LogOdds(prediction, explained), whole.Heat[y][x], 1e-3);
        }
    }

    [Fact]
    public async Task There_is_no_heat_far_from_ink()
    {
        var heat = (await ExplainAsync(UploadRequests.Pixels())).Heat;

        for (var i = 0; i < 784; i++)
        {
            var (x, y) = (i % 28, i / 28);
            var isNear = x is >= 11 and <= 16 && y is >= 2 and <= 25;
            Assert.True(isNear == (heat[y][x] != 0), $"{x}, {y}: {heat[y][x]}");
        }
    }

    [Fact]
    public async Task The_overlay_is_red_where_ink_supports_the_digit_and_blue_where_it_contradicts_it()
    {
        var explained = await ExplainAsync(UploadRequests.Pixels());
        var overlay = UploadRequests.DecodeUri(explained.Overlay);

        Assert.Equal((280, 280), (overlay.Width, overlay.Height));
        var greatest = explained.Heat.Max(row => row.Max(value => Math.Abs(value)));
        for (var i = 0; i < 784; i++)
        {
            var (r, g, b, _) = overlay.Pixel(i % 28 * 10 + 5, i / 28 * 10 + 5);
            switch (explained.Heat[i / 28][i % 28] / greatest)
            {
                case 0: Assert.Equal((r, r), (g, b)); break;
                case > 0.1: Assert.True(r > b, $"{i}"); break;
                case < -0.1: Assert.True(b > r, $"{i}"); break;
            }
        }
    }

    [Fact]
    public async Task A_blank_page_is_explained_only_if_the_request_names_a_digit()
    {
        var blank = await ExplainAsync(UploadRequests.Pixels(new byte[784]));
        var named = await ExplainAsync(UploadRequests.Pixels(new byte[784]), "?digit=3");

        Assert.Equal((Verdict.NoDigit, null, null), (blank.Verdict, blank.ExplainedDigit, blank.LogOdds));
        Assert.Equal(3, named.ExplainedDigit);
        Assert.Equal(LogOdds(named, 3), named.LogOdds!.Value, 1e-3);
        Assert.All(blank.Heat.Concat(named.Heat), row => Assert.All(row, value => Assert.Equal(0, value)));
    }

    [Theory]
    [InlineData("?digit=10", "between 0 and 9")]
    [InlineData("?digit=seven", "a whole number")]
    public async Task An_invalid_digit_is_refused(string query, string message)
    {
        using var response = await trained.Client.PostAsync(
            Explanations + query,
            UploadRequests.Pixels(),
            TestContext.Current.CancellationToken);
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.Contains(message, Assert.Single(problem.Errors("digit")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_model_is_not_found()
    {
        using var response = await trained.Client.PostAsync(
            $"{Explanations}?model=nobody",
            UploadRequests.Pixels(),
            TestContext.Current.CancellationToken);

        await response.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.ModelNotFound);
    }

    private static double LogOdds(Prediction prediction, int digit) =>
        Math.Log(prediction.Probabilities[digit])
        - Math.Log(prediction.Probabilities.Where((_, other) => other != digit).Sum(probability => (double)probability));

    private Task<ExplainedPrediction> ExplainAsync(HttpContent body, string query = "") =>
        trained.Client.PostAsync<ExplainedPrediction>(Explanations + query, body);
}
