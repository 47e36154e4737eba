using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Inference;
using MnistApi.Training.Tests.Training;
using MnistApi.Training.Training;

namespace MnistApi.Training.Tests.Evaluation;

public class CalibratorTests
{
    /// <summary>Trained until it is sure of everything, errors on other images included.</summary>
    private static readonly Lazy<Checkpoint> Overconfident = new(() =>
    {
        var config = SmallTraining.Mlp with
        {
            Network = new NetworkConfig { Kind = NetworkKind.Mlp, HiddenUnits = [64] },
            Epochs = 30,
            ValidationSize = 700,
        };
        using var trainer = new Trainer(config, SmallTraining.Dataset, seed: 1);
        trainer.RunToEnd();
        return trainer.CreateCheckpoint();
    });

    /// <summary>
    /// The threshold is the confidence of an image as libtorch computes it, and a predictor computes it with other rounding.
    /// </summary>
    private const double RoundingError = 1e-5;

    private static ImageSet Validation => SmallTraining.Dataset.Split(700).Validation;

    [Fact]
    public void An_overconfident_network_is_better_calibrated_on_images_that_nothing_was_fitted_to()
    {
        using var network = Overconfident.Value.CreateNetwork();

        var calibration = Calibrator.Fit(network, Validation);
        var result = Evaluator.Evaluate(network, SyntheticDigits.Draw(seed: 77, 2000), calibration: calibration);

        Assert.InRange(calibration.Temperature, 1.05, Calibration.MaxTemperature);
        Assert.True(
            result.ExpectedCalibrationError < 0.7 * result.UncalibratedCalibrationError,
            $"{result.UncalibratedCalibrationError:F4} became {result.ExpectedCalibrationError:F4} with {calibration}.");
    }

    [Fact]
    public void Acceptance_is_fitted_to_both_digits_and_non_digits()
    {
        using var network = Overconfident.Value.CreateNetwork();
        var calibration = Calibrator.Fit(network, Validation);
        var predictor = new Predictor(Overconfident.Value, calibration);

        var accepted = predictor
            .Predict(Validation.Pixels.Span)
            .Count(probabilities => probabilities.Max() >= calibration.ConfidenceThreshold - RoundingError);
        var passing = predictor
            .Predict(NonDigits.Draw(seed: 78, 1000).Pixels.Span)
            .Count(probabilities => probabilities.Max() >= calibration.ConfidenceThreshold);

        Assert.InRange(accepted, 0.99 * Validation.Count, Validation.Count - 1);
        Assert.InRange(passing, 1, 999); // It was trained on digits alone, and is sure of much that is none.
    }

    [Fact]
    public void The_same_network_is_calibrated_the_same_way_each_time()
    {
        using var network = Overconfident.Value.CreateNetwork();

        Assert.Equal(Calibrator.Fit(network, Validation), Calibrator.Fit(network, Validation));
    }
}
