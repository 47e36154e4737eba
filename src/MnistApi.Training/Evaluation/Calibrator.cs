using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Evaluation;

/// <summary>Calibrates a network on images that it was not trained on: its run's validation images, and non-digits that no run has seen.</summary>
public static class Calibrator
{
    /// <summary>The series of <see cref="NonDigits"/> that acceptance is fitted to: whoever measures acceptance takes another.</summary>
    public const long NonDigitSeed = 0xCA1;

    private const int NonDigitCount = 2000;

    private static readonly Lazy<NonDigitSet> NonDigitImages = new(() => NonDigits.Draw(NonDigitSeed, NonDigitCount));

    /// <summary>Fits temperature and acceptance (<see cref="CalibrationFit.Of"/>).</summary>
    /// <param name="network">Not trained meanwhile.</param>
    /// <param name="validation">The validation images of the network's run.</param>
    /// <param name="cancellationToken">Seen between chunks.</param>
    public static Calibration Fit(NeuralNetwork network, ImageSet validation, CancellationToken cancellationToken = default) => CalibrationFit.Of(
        network.Logits(validation.Pixels.Span, cancellationToken), validation.Labels.Span, network.Logits(NonDigitImages.Value.Pixels.Span, cancellationToken));
}
