using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Tests.Evaluation;

public sealed class EvaluatorTests : IDisposable
{
    private static readonly NetworkConfig Config = new() { Kind = NetworkKind.SoftmaxRegression };

    /// <summary>Ten times as sure of a digit as an image's first ten pixels are bright.</summary>
    private readonly NeuralNetwork _network = NeuralNetwork.Restore(Config, new Dictionary<string, float[]>
    {
        ["output.weight"] =
        [
            .. Enumerable.Range(0, 784).SelectMany(pixel => Enumerable.Range(0, 10).Select(digit => pixel == digit ? 10f : 0f)),
        ],
        ["output.bias"] = new float[10],
    });

    [Fact]
    public void Accuracy_confusion_and_classes_are_counted()
    {
        // Labels and what the network will say: two 3s found, one 3 taken for 5, one 5 found.
        var result = Evaluator.Evaluate(_network, Images((3, 3), (3, 3), (3, 5), (5, 5)));

        Assert.Equal((4, 3, 0.75), (result.SampleCount, result.CorrectCount, result.Accuracy));
        Assert.Equal((2, 1, 1), (result.ConfusionMatrix[3][3], result.ConfusionMatrix[3][5], result.ConfusionMatrix[5][5]));
        Assert.Equal(4, result.ConfusionMatrix.Sum(row => row.Sum()));
        Assert.Equal(new ClassResult(3, Support: 3, Precision: 1, Recall: 2.0 / 3, F1: 0.8), result.Classes[3]);
        Assert.Equal(new ClassResult(5, Support: 1, Precision: 0.5, Recall: 1, F1: 2.0 / 3), result.Classes[5]);
        Assert.Equal(new ClassResult(0, 0, 0, 0, 0), result.Classes[0]);
    }

    [Fact]
    public void Every_error_is_listed_with_its_index_label_prediction_probabilities_and_loss()
    {
        var error = Assert.Single(Evaluator.Evaluate(_network, Images((3, 3), (7, 2))).Errors);

        // One logit of 10, nine of 0.
        var confidence = Math.Exp(10) / (Math.Exp(10) + 9);
        Assert.Equal((1, 7, 2), (error.Index, error.Label, error.Predicted));
        Assert.Equal(10, error.Probabilities.Count);
        Assert.Equal(confidence, error.Confidence, 1e-6);
        Assert.Equal(-Math.Log((1 - confidence) / 9), error.Loss, 1e-4);
    }

    [Fact]
    public void The_loss_is_the_mean_per_sample()
    {
        var result = Evaluator.Evaluate(_network, Images((3, 3), (7, 2)));

        var confidence = Math.Exp(10) / (Math.Exp(10) + 9);
        Assert.Equal((-Math.Log(confidence) - Math.Log((1 - confidence) / 9)) / 2, result.Loss, 1e-4);
    }

    [Fact]
    public void Calibration_error_is_the_distance_of_confidence_and_accuracy()
    {
        var allRight = Evaluator.Evaluate(_network, Images((3, 3), (7, 7)));
        var halfRight = Evaluator.Evaluate(_network, Images((3, 3), (7, 2)));

        var confidence = Math.Exp(10) / (Math.Exp(10) + 9);
        Assert.Equal(1 - confidence, allRight.ExpectedCalibrationError, 1e-6);
        Assert.Equal(confidence - 0.5, halfRight.ExpectedCalibrationError, 1e-6);
    }

    [Fact]
    public void A_temperature_changes_the_probabilities_their_calibration_error_and_the_loss_of_an_error_and_nothing_else()
    {
        var images = Images((3, 3), (7, 2));
        var plain = Evaluator.Evaluate(_network, images);

        var result = Evaluator.Evaluate(_network, images, calibration: new Calibration(5, 0.9));

        var confidence = Math.Exp(2) / (Math.Exp(2) + 9);
        Assert.Equal(confidence, result.Errors[0].Confidence, 1e-6);
        Assert.Equal(Math.Abs(confidence - 0.5), result.ExpectedCalibrationError, 1e-6);
        Assert.Equal(plain.ExpectedCalibrationError, result.UncalibratedCalibrationError);
        Assert.Equal(-Math.Log((1 - confidence) / 9), result.Errors[0].Loss, 1e-6);
        Assert.Equal((plain.CorrectCount, plain.Loss), (result.CorrectCount, result.Loss));
        Assert.Equal(plain.ExpectedCalibrationError, plain.UncalibratedCalibrationError);
    }

    [Fact]
    public void A_network_of_NaN_predicts_zero_for_everything()
    {
        using var broken = NeuralNetwork.Restore(Config, new Dictionary<string, float[]>
        {
            ["output.weight"] = [.. Enumerable.Repeat(float.NaN, 7840)],
            ["output.bias"] = new float[10],
        });

        var result = Evaluator.Evaluate(broken, Images((0, 0), (7, 7), (8, 8), (0, 0)));

        Assert.Equal(0.5, result.Accuracy);
        Assert.True(double.IsNaN(result.Loss));
    }

    [Fact]
    public void The_naive_loss_of_a_probability_of_zero_is_NaN()
    {
        using var sure = NeuralNetwork.Restore(Config, new Dictionary<string, float[]>
        {
            ["output.weight"] = [.. Enumerable.Range(0, 7840).Select(i => i == 3 * 10 + 3 ? 1000f : 0f)],
            ["output.bias"] = new float[10],
        });

        Assert.True(double.IsNaN(Evaluator.Evaluate(sure, Images((3, 3)), LossKind.NaiveCrossEntropy).Loss));
        Assert.Equal(0, Evaluator.Evaluate(sure, Images((3, 3)), LossKind.CrossEntropy).Loss);
    }

    [Fact]
    public void No_images_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Evaluator.Evaluate(_network, new ImageSet(default, default)));
    }

    [Theory]
    // Reference: the roots of (p - k/n)² = z²·p(1 - p)/n by bisection.
    [InlineData(9718, 10000, 0.968370, 0.974870)]
    [InlineData(10, 10, 0.722467, 1)]
    [InlineData(0, 10, 0, 0.277533)]
    [InlineData(1, 2, 0.094531, 0.905469)]
    public void The_Wilson_interval_holds_at_the_ends_of_the_range(int successes, int count, double low, double high)
    {
        var interval = WilsonInterval.Of(successes, count);

        Assert.Equal(low, interval.Low, 5e-6);
        Assert.Equal(high, interval.High, 5e-6);
    }

    public void Dispose() => _network.Dispose();

    private static ImageSet Images(params (int Label, int Bright)[] samples)
    {
        var pixels = new byte[samples.Length * ImageSet.PixelsPerImage];
        for (var i = 0; i < samples.Length; i++) pixels[i * ImageSet.PixelsPerImage + samples[i].Bright] = 255;
        return new ImageSet(pixels, samples.Select(sample => (byte)sample.Label).ToArray());
    }
}
