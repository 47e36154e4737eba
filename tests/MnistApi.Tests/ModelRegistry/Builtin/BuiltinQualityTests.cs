using System.Text.Json;
using MnistApi.ModelRegistry.Builtin;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Inference;
using MnistApi.Training.Networks;

namespace MnistApi.Tests.ModelRegistry.Builtin;

/// <summary>The promised quality of the built-in model, measured with the shipped files.</summary>
public sealed class BuiltinQualityTests
{
    private const long TestSeed = 2; // Draws images that neither training nor calibration has seen.

    private static readonly BuiltinModel Model = BuiltinModel.Read();

    [Fact]
    public void The_model_recognizes_99_and_a_half_percent_of_the_test_images_and_is_calibrated()
    {
        using var network = Model.File.CreateNetwork();

        var result = Evaluator.Evaluate(network, RealMnist.Test, calibration: Model.File.Calibration);

        Assert.InRange(result.Accuracy, 0.995, 1);
        Assert.InRange(result.ExpectedCalibrationError, 0, 0.01);
        Assert.Equal(
            Model.Record.Test.Errors.Select(error => (error.Index, error.Predicted)),
            result.Errors.Select(error => (error.Index, error.Predicted)));
        Assert.Equal(Model.Record.Test.ExpectedCalibrationError, result.ExpectedCalibrationError, 1e-4);
    }

    [Fact]
    public void Predictions_of_all_test_images_are_those_of_libtorch()
    {
        using var network = Model.File.CreateNetwork();
        var images = RealMnist.Test.Pixels;
        var logits = network.Logits(images);

        var predictions = new Predictor(Model.File).Predict(images.Span);

        var expected = new float[ImageSet.ClassCount];
        for (var i = 0; i < predictions.Length; i++)
        {
            var temperature = Model.File.Calibration.Temperature;
            Softmax.Probabilities(logits.AsSpan(i * ImageSet.ClassCount, ImageSet.ClassCount), expected, temperature);
            for (var digit = 0; digit < expected.Length; digit++) Assert.Equal(expected[digit], predictions[i][digit], 1e-5);
        }
    }

    /// <summary>Detects wrong convolutions during the training: the record contains what the training machine computed.</summary>
    [Fact]
    public void The_model_has_the_validation_loss_that_its_training_recorded()
    {
        using var network = Model.File.CreateNetwork();
        var recorded = Model.Record.Epochs[Model.File.Epoch - 1];

        var result = Evaluator.Evaluate(
            network,
            RealMnist.Dataset.Split(Model.File.Config.ValidationSize).Validation,
            Model.File.Config.Loss);

        Assert.Equal(recorded.ValidationAccuracy, result.Accuracy);
        Assert.Equal(recorded.ValidationLoss, result.Loss, 1e-6);
    }

    [Fact]
    public void The_model_recognizes_95_percent_under_every_change()
    {
        using var network = Model.File.CreateNetwork();

        var table = RobustnessTable.Measure(network, RealMnist.Test.Slice(0, 2000));

        Assert.Equal(Enum.GetValues<RobustnessCondition>().Order(), table.Select(row => row.Condition).Order());
        Assert.All(table, row => Assert.InRange(row.Accuracy, 0.95, 1));
        Assert.All(Model.Record.Test.Robustness, row => Assert.InRange(row.Accuracy, 0.95, 1));
    }

    [Fact]
    public void The_model_turns_away_at_most_3_percent_of_the_test_images()
    {
        var confidences = Confidences(RealMnist.Test.Pixels.Span);

        Assert.InRange(Share(confidences, confidence => confidence < Model.File.Calibration.ConfidenceThreshold), 0, 0.03);
    }

    [Fact]
    public void At_most_10_percent_of_non_digits_get_a_confidence_above_nine_tenths()
    {
        var confidences = Confidences(NonDigits.Draw(TestSeed, count: 2000).Pixels.Span);

        Assert.InRange(Share(confidences, confidence => confidence > 0.9), 0, 0.1);
    }

    [Fact]
    public void The_model_recognizes_digits_of_other_schools()
    {
        var digits = SyntheticDigits.DrawVaried(TestSeed, count: 2000);
        var predictor = new Predictor(Model.File);

        var predicted = predictor.Predict(digits.Pixels.Span).Select(probabilities => Array.IndexOf(probabilities, probabilities.Max()));

        Assert.InRange(predicted.Zip(digits.Labels.ToArray()).Count(pair => pair.First == pair.Second) / 2000.0, 0.95, 1);
    }

    [Fact]
    public void Its_files_are_small_and_its_configuration_is_that_of_the_current_recipe()
    {
        Assert.InRange(Model.Weights.Length + Model.Record.ToBytes().Length, 0, 1_000_000);
        Assert.Equal("cnn-robust", Model.Record.Recipe);
        Assert.Equal(Json(Recipes.Find("cnn-robust")!.Config), Json(Model.File.Config));
        Assert.Equal(Model.File.Config.Epochs, Model.Record.Epochs.Count);
        Assert.Equal(EpochResult.Best(Model.Record.Epochs)!.Epoch, Model.File.Epoch);
    }

    private static string Json(TrainingConfig config) => JsonSerializer.Serialize(config, TrainingJson.Options);

    private static float[] Confidences(ReadOnlySpan<byte> images)
    {
        var predictor = new Predictor(Model.File);
        return [.. predictor.Predict(images).Select(probabilities => probabilities.Max())];
    }

    private static double Share(float[] confidences, Func<float, bool> condition) =>
        confidences.Count(condition) / (double)confidences.Length;
}
