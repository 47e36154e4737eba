using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Evaluation;

/// <summary>
/// Calibrates a network on images that it was not trained on: the validation images of its run, and images without a digit that no run has
/// seen.
/// </summary>
public static class Calibrator
{
    /// <summary>The series of <see cref="NonDigits"/> for the threshold. A measurement of the threshold must use another series.</summary>
    public const long NonDigitSeed = 0xCA1;

    private const int NonDigitCount = 2000;

    private static readonly Lazy<NonDigitSet> NonDigitImages = new(() => NonDigits.Draw(NonDigitSeed, NonDigitCount));

    /// <summary>Fits temperature and threshold (<see cref="CalibrationFit.Of"/>).</summary>
    /// <param name="network">No thread may train it at the same time.</param>
    /// <param name="validation">The validation images of the network's run.</param>
    /// <param name="cancellationToken">Checked every 1,000 images at least.</param>
    public static Calibration Fit(IClassifier network, ImageSet validation, CancellationToken cancellationToken = default) =>
        CalibrationFit.Of(
            network.Logits(validation.Pixels, cancellationToken),
            validation.Labels.Span,
            network.Logits(NonDigitImages.Value.Pixels, cancellationToken));
}
