using Microsoft.EntityFrameworkCore;
using MnistApi.Imaging.Normalization;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Recognition;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.Predictions;

/// <summary>The verdicts and warnings for plain digits and for other uploads.</summary>
[Collection(TrainedModels.Collection)]
public class VerdictTests(TrainedModels trained)
{
    private const byte Paper = 255;

    /// <summary>A line as a pen draws it.</summary>
    private static readonly (int X, int Y, int Width, int Height, byte Gray) Line = (60, 50, 12, 100, 0);

    private static readonly (int X, int Y, int Width, int Height, byte Gray) AnotherLine = (130, 55, 12, 95, 0);

    [Fact]
    public async Task A_confident_prediction_is_a_digit()
    {
        var prediction = await PredictAsync(0, UploadRequests.Page(Paper, Line));

        Assert.Equal(Verdict.Digit, prediction.Verdict);
        Assert.Equal(prediction.Probabilities.Max(), prediction.Confidence);
        Assert.Equal(prediction.Confidence, prediction.Probabilities[prediction.Digit!.Value]);
        Assert.Empty(prediction.Warnings);
        Assert.Empty(prediction.Seen.Parts);
    }

    [Fact]
    public async Task A_less_confident_prediction_is_uncertain_and_its_digit_a_guess()
    {
        var prediction = await PredictAsync(1, UploadRequests.Page(Paper, Line));

        Assert.Equal(Verdict.Uncertain, prediction.Verdict);
        Assert.Equal(prediction.Probabilities.Max(), prediction.Confidence);
        Assert.Equal(prediction.Confidence, prediction.Probabilities[prediction.Digit!.Value]);
        var warning = Assert.Single(prediction.Warnings);
        Assert.Equal(PredictionWarningCode.LowConfidence, warning.Code);
        Assert.Contains($"a digit needs {1:F2}", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_looks_like_no_digit_gets_the_verdict_no_digit()
    {
        var model = await trained.TrainAsync(Api.BadRun); // All ten digits are about equally probable.
        var prediction = await PredictAsync(0.5, UploadRequests.Page(Paper, Line), model);

        Assert.InRange(prediction.Probabilities.Max(), 0.1, VerdictBounds.NoDigitBelow);
        Assert.Equal((Verdict.NoDigit, null, null), (prediction.Verdict, prediction.Digit, prediction.Confidence));
        Assert.NotNull(prediction.Seen.Box);
        Assert.Equal(PredictionWarningCode.LowConfidence, Assert.Single(prediction.Warnings).Code);
        await trained.DeleteAsync(model);
    }

    [Fact]
    public async Task Two_digits_side_by_side_are_several_and_the_answer_names_each()
    {
        var prediction = await PredictAsync(0, UploadRequests.Page(Paper, AnotherLine, Line));

        Assert.Equal((Verdict.SeveralDigits, null, null), (prediction.Verdict, prediction.Digit, prediction.Confidence));
        Assert.Equal(PredictionWarningCode.SeveralShapes, Assert.Single(prediction.Warnings).Code);
        Assert.All(prediction.Seen.Parts.Zip([60, 130]), pair => Assert.InRange(pair.First.Box.X, pair.Second - 1, pair.Second + 1));
        Assert.All(prediction.Seen.Parts, part => Assert.InRange(part.Box.Height, 93, 103));
        Assert.All(prediction.Seen.Parts, part => Assert.NotNull(part.Digit));
        Assert.All(prediction.Seen.Parts, part => Assert.InRange(part.Confidence, 0.1, 1));
    }

    [Fact]
    public async Task Two_shapes_that_the_model_is_not_sure_of_are_not_several_digits()
    {
        var prediction = await PredictAsync(1, UploadRequests.Page(Paper, AnotherLine, Line));

        Assert.Equal(Verdict.Uncertain, prediction.Verdict);
        Assert.Equal(
            [PredictionWarningCode.LowConfidence, PredictionWarningCode.SeveralShapes],
            prediction.Warnings.Select(warning => warning.Code));
        Assert.Equal([null, null], prediction.Seen.Parts.Select(part => part.Digit));
    }

    [Theory]
    [InlineData("thinner", 130, 50, 3, 100)]
    [InlineData("shorter", 130, 60, 12, 56)]
    [InlineData("at the edge", 130, 0, 12, 140)]
    [InlineData("in another row", 130, 100, 12, 100)]
    public async Task A_line_that_was_not_written_with_the_digit_is_a_shape_but_not_a_second_digit(
        string which,
        int x,
        int y,
        int width,
        int height)
    {
        var prediction = await PredictAsync(0, UploadRequests.Page(Paper, Line, (x, y, width, height, 0)));

        Assert.True(prediction.Verdict == Verdict.Digit, $"{which}: {prediction.Verdict}");
        Assert.Equal(PredictionWarningCode.SeveralShapes, Assert.Single(prediction.Warnings).Code);
        Assert.Equal(2, prediction.Seen.Parts.Count);
    }

    [Theory]
    [InlineData(PredictionWarningCode.TouchesBorder, "some paper on all sides", Paper, 60, 0, 12, 100, 0)]
    [InlineData(PredictionWarningCode.Tiny, "only 12 pixels long", Paper, 60, 50, 3, 12, 0)]
    [InlineData(PredictionWarningCode.LowContrast, "darker pen", 250, 60, 50, 12, 100, 215)]
    public async Task Warnings_name_what_may_spoil_the_answer(
        PredictionWarningCode expected,
        string message,
        byte paper,
        int x,
        int y,
        int width,
        int height,
        byte gray)
    {
        var prediction = await PredictAsync(0, UploadRequests.Page(paper, (x, y, width, height, gray)));

        Assert.Equal(Verdict.Digit, prediction.Verdict);
        var warning = Assert.Single(prediction.Warnings);
        Assert.Equal(expected, warning.Code);
        Assert.Contains(message, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_locates_the_digit_in_the_upload()
    {
        var seen = (await PredictAsync(0, UploadRequests.Page(Paper, Line))).Seen;

        Assert.Equal((true, NormalizationMode.Mnist), (seen.Inverted, seen.Normalization));
        Assert.InRange(seen.Box!.X, 58, 61);
        Assert.InRange(seen.Box.Height, 98, 103);
        Assert.Equal(20.0 / seen.Box.Height, seen.Scale!.Value, 1e-3);
        Assert.InRange(seen.StrokeWidth!.Value, 1.8, 2.8); // 12 of 100 pixels, scaled to a digit that is 20 pixels long.
        Assert.InRange(seen.Contrast!.Value, 0.9, 1);
        var ink = Enumerable.Range(0, 784).Where(i => seen.Decode()[i] > 128).ToArray();
        Assert.InRange(
            ink.Min(i => i / 28),
            seen.Scale.Value * seen.Box.Y + seen.Shift!.Y - 1,
            seen.Scale.Value * seen.Box.Y + seen.Shift.Y + 1);
        Assert.InRange(ink.Average(i => i % 28), seen.Scale.Value * 66 + seen.Shift.X - 1.5, seen.Scale.Value * 66 + seen.Shift.X + 0.5);
    }

    /// <summary>Predicts with a model whose confidence threshold is set to the given value.</summary>
    private async Task<Prediction> PredictAsync(double confidenceThreshold, HttpContent body, Guid? model = null)
    {
        var token = TestContext.Current.CancellationToken;
        var id = model ?? trained.First;
        await using var db = trained.OpenDatabase();
        var own = await db.Models.Where(row => row.Id == id).Select(row => row.ConfidenceThreshold).SingleAsync(token);
        await SetAsync(confidenceThreshold);
        try
        {
            return await trained.Client.PredictAsync(body, $"{id}");
        }
        finally
        {
            await SetAsync(own);
        }

        async Task SetAsync(double value)
        {
            await db.Models
                .Where(row => row.Id == id)
                .ExecuteUpdateAsync(row => row.SetProperty(known => known.ConfidenceThreshold, value), token);
            using var deletion = await trained.Client.DeleteAsync($"{Api.Runs}/{Guid.NewGuid()}", token); // Clears the names in memory.
        }
    }
}
