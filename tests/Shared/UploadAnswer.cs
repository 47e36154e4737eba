using MnistApi.Imaging;
using MnistApi.Imaging.Normalization;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Recognition;
using MnistApi.Training.Inference;

namespace MnistApi.DrawnUploads;

/// <summary>
/// What the service answers to an upload with a known digit or none. Both the tests and the benchmarks compile this file.
/// </summary>
/// <param name="Label">The digit that the upload shows, 0 to 9; null for a non-digit.</param>
/// <param name="ConfidenceThreshold">The confidence from which the model's answers are digits.</param>
internal sealed record UploadAnswer(int? Label, RecognizedImage Recognized, double ConfidenceThreshold)
{
    private const double Sure = 0.9;

    public Verdict Verdict { get; } = VerdictRules.VerdictOf(Recognized, ConfidenceThreshold);

    /// <summary>The digit in the answer; null if the verdict gives none.</summary>
    public int? Digit => Verdict is Verdict.Digit or Verdict.Uncertain ? Recognized.Top.Digit : null;

    /// <summary>Whether the answer gives the right digit, even if only as a guess.</summary>
    public bool IsRecognized => Label is not null && Digit == Label;

    /// <summary>Whether the verdict is anything but a digit.</summary>
    public bool IsTurnedAway => Verdict != Verdict.Digit;

    /// <summary>Whether the verdict is a digit with a confidence above 0.9.</summary>
    public bool IsSureDigit => Verdict == Verdict.Digit && Recognized.Top.Confidence > Sure;

    public bool HasInk => Recognized.Image.Ink is not null;

    public static UploadAnswer Of(Predictor predictor, DrawnUpload upload) => Of(predictor, DrawnRaster.Of(upload), upload.Label);

    public static UploadAnswer Of(Predictor predictor, ImageRaster raster, int? label)
    {
        DigitImage[] image = [DigitNormalizer.FromUpload(raster)];
        return new UploadAnswer(
            label,
            RecognizedImage.Of(image, predictor.Predict(RecognizedImage.PixelsOf(image)))[0],
            predictor.Calibration.ConfidenceThreshold);
    }
}
