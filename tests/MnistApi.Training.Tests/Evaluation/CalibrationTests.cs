using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;

namespace MnistApi.Training.Tests.Evaluation;

public class CalibrationTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(3)]
    public void The_temperature_undoes_what_was_multiplied(double factor)
    {
        // Labels drawn with the probabilities of the logits: those are calibrated, and a multiple of them is too sure or too unsure.
        var (logits, labels) = Honest(20_000, seed: 1);

        var calibration = CalibrationFit.Of([.. logits.Select(logit => (float)(factor * logit))], labels);

        Assert.Equal(factor, calibration.Temperature, 0.03 * factor);
        Assert.Equal(0, calibration.ConfidenceThreshold);
    }

    [Fact]
    public void No_other_temperature_is_likelier()
    {
        var (logits, labels) = Honest(500, seed: 2);
        var temperature = CalibrationFit.Of(logits, labels).Temperature;

        var least = NegativeLogLikelihood(temperature);

        Assert.All(
            new[] { 0.5, 0.9, 0.99, 0.999, 1.001, 1.01, 1.1, 2 },
            factor => Assert.True(NegativeLogLikelihood(factor * temperature) > least));

        double NegativeLogLikelihood(double t) => Enumerable.Range(0, labels.Length)
            .Sum(
                i => Math.Log(Enumerable.Range(0, 10).Sum(digit => Math.Exp(logits[10 * i + digit] / t))) - logits[10 * i + labels[i]] / t);
    }

    [Fact]
    public void A_network_without_an_error_on_validation_keeps_its_probabilities()
    {
        Assert.Equal(1, CalibrationFit.Of(Logits((3, 5), (7, 1), (7, 0.01f)), [3, 7, 7]).Temperature);
        Assert.Equal(1, CalibrationFit.Of(new float[20], [3, 7]).Temperature); // Whatever the temperature, all is equally likely.
    }

    [Fact]
    public void A_network_that_is_always_wrong_gets_the_highest_temperature_and_one_that_is_hardly_sure_the_lowest()
    {
        Assert.Equal(Calibration.MaxTemperature, CalibrationFit.Of(Logits((3, 50), (7, 50)), [4, 8]).Temperature, 1e-6);
        Assert.Equal(
            Calibration.MinTemperature,
            CalibrationFit.Of(
                [.. Enumerable.Repeat(Logits((3, 1e-4f)), 9).SelectMany(logits => logits)], [3, 3, 3, 3, 3, 3, 3, 3, 4]).Temperature,
            1e-6);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Logits_that_are_not_finite_and_no_logits_at_all_give_no_calibration(float value)
    {
        var (logits, labels) = Honest(100, seed: 3);
        logits[537] = value;

        Assert.Equal(Calibration.None, CalibrationFit.Of(logits, labels, logits));
        Assert.Equal(Calibration.None, CalibrationFit.Of([], [], Logits((3, 5))));
    }

    [Fact]
    public void At_most_five_percent_of_the_non_digits_pass_where_digits_allow_it()
    {
        // 200 digits of confidences near 1 and one error, 100 non-digits from low to high, without a gap.
        var digits = Logits([.. Enumerable.Repeat((3, 12f), 200)]);
        var labels = Enumerable.Repeat((byte)3, 199).Append((byte)4).ToArray();
        var nonDigits = Logits([.. Enumerable.Range(0, 100).Select(i => (i % 10, 0.05f * i))]);

        var calibration = CalibrationFit.Of(digits, labels, nonDigits);

        Assert.Equal(5, Passing(nonDigits, calibration));
        Assert.Equal(200, Passing(digits, calibration));
        var lower = calibration with { ConfidenceThreshold = calibration.ConfidenceThreshold - 1e-6 };
        Assert.Equal(6, Passing(nonDigits, lower));
    }

    [Fact]
    public void At_most_one_percent_of_the_digits_are_turned_away_whatever_that_lets_pass()
    {
        var digits = Logits([.. Enumerable.Range(0, 400).Select(i => (3, 0.02f * i))]);
        var labels = Enumerable.Repeat((byte)3, 399).Append((byte)4).ToArray();
        var nonDigits = Logits([.. Enumerable.Repeat((5, 20f), 100)]);

        var calibration = CalibrationFit.Of(digits, labels, nonDigits);

        Assert.Equal(396, Passing(digits, calibration));
        Assert.Equal(100, Passing(nonDigits, calibration));
    }

    [Fact]
    public void Non_digits_of_which_the_network_says_nothing_pass_nowhere()
    {
        var (logits, labels) = Honest(200, seed: 4);

        var calibration = CalibrationFit.Of(logits, labels, [.. Enumerable.Repeat(float.NaN, 1000)]);

        Assert.InRange(calibration.ConfidenceThreshold, 0, 1e-6);
    }

    [Fact]
    public void The_same_logits_give_the_same_calibration()
    {
        var (logits, labels) = Honest(300, seed: 5);

        Assert.Equal(CalibrationFit.Of(logits, labels, logits), CalibrationFit.Of(logits, labels, logits));
    }

    [Fact]
    public void Logits_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>("logits", () => CalibrationFit.Of(new float[19], [1, 2]));
        Assert.Throws<ArgumentException>("nonDigitLogits", () => CalibrationFit.Of(new float[20], [1, 2], new float[5]));
    }

    private static int Passing(float[] logits, Calibration calibration)
    {
        var probabilities = new float[10];
        return Enumerable.Range(0, logits.Length / 10).Count(i =>
        {
            MnistApi.Training.Networks.Softmax.Probabilities(logits.AsSpan(10 * i, 10), probabilities, calibration.Temperature);
            return probabilities.Max() >= calibration.ConfidenceThreshold;
        });
    }

    /// <summary>One logit per image that is not 0.</summary>
    private static float[] Logits(params (int Digit, float Logit)[] images)
    {
        var logits = new float[10 * images.Length];
        for (var i = 0; i < images.Length; i++) logits[10 * i + images[i].Digit] = images[i].Logit;
        return logits;
    }

    private static (float[] Logits, byte[] Labels) Honest(int count, long seed)
    {
        var random = new SeededRandom(seed);
        var logits = new float[10 * count];
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
        {
            for (var digit = 0; digit < 10; digit++) logits[10 * i + digit] = 2 * random.NextGaussian();
            var left = random.NextSingle() * Enumerable.Range(0, 10).Sum(digit => Math.Exp(logits[10 * i + digit]));
            while (labels[i] < 9 && (left -= Math.Exp(logits[10 * i + labels[i]])) > 0) labels[i]++;
        }

        return (logits, labels);
    }
}
