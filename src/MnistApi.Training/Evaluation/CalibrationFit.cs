using MnistApi.Training.Data;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Evaluation;

/// <summary>Fits a calibration to the logits of a network.</summary>
public static class CalibrationFit
{
    private const int Classes = ImageSet.ClassCount;

    /// <summary>
    /// Fits temperature and threshold to images that the network was not trained on. Test images must not be among them. The temperature
    /// minimizes the negative log likelihood. The threshold is the lowest at which at most <see cref="Calibration.MaxAcceptedNonDigits"/>
    /// of the non-digits reach it. If that would leave more than <see cref="Calibration.MaxRejectedDigits"/> of the digits below, it is the
    /// highest at which it does not.
    /// </summary>
    /// <param name="logits">Logits of validation images, [N, 10] row by row.</param>
    /// <param name="labels">Labels of the validation images, [N].</param>
    /// <param name="nonDigitLogits">Logits of images without a digit, [M, 10] row by row. Without such images the threshold is 0.</param>
    /// <returns>
    /// The calibration; <see cref="Calibration.None"/> if there are no validation images or a logit of them is not finite.
    /// </returns>
    /// <exception cref="ArgumentException">The number of logits does not match.</exception>
    public static Calibration Of(ReadOnlySpan<float> logits, ReadOnlySpan<byte> labels, ReadOnlySpan<float> nonDigitLogits = default)
    {
        if (logits.Length != labels.Length * Classes)
            throw new ArgumentException($"{labels.Length} labels do not belong to {logits.Length} logits.", nameof(logits));
        if (nonDigitLogits.Length % Classes != 0)
            throw new ArgumentException($"{nonDigitLogits.Length} is not a multiple of {Classes} logits.", nameof(nonDigitLogits));
        if (labels.IsEmpty || !AreFinite(logits)) return Calibration.None;

        var temperature = TemperatureFit.Temperature(logits, labels);
        return nonDigitLogits.IsEmpty
            ? new Calibration(temperature, 0)
            : new Calibration(temperature, Threshold(Confidences(logits, temperature), Confidences(nonDigitLogits, temperature)));
    }

    private static double Threshold(float[] digits, float[] nonDigits)
    {
        // Both are in ascending order. The first non-digit below the accepted share must stay below the threshold. The first digit above
        // the rejected share must reach it.
        var rejectsNonDigits = MathF.BitIncrement(nonDigits[^(1 + (int)(Calibration.MaxAcceptedNonDigits * nonDigits.Length))]);
        var acceptsDigits = digits[(int)(Calibration.MaxRejectedDigits * digits.Length)];
        return Math.Min(rejectsNonDigits, acceptsDigits);
    }

    /// <summary>Confidences as predictions have them, in ascending order. NaN becomes 0, so it never reaches the threshold.</summary>
    private static float[] Confidences(ReadOnlySpan<float> logits, double temperature)
    {
        var confidences = new float[logits.Length / Classes];
        Span<float> probabilities = stackalloc float[Classes];
        for (var i = 0; i < confidences.Length; i++)
        {
            Softmax.Probabilities(logits.Slice(i * Classes, Classes), probabilities, temperature);
            var confidence = probabilities[Softmax.ArgMax(probabilities)];
            confidences[i] = float.IsNaN(confidence) ? 0 : confidence;
        }

        Array.Sort(confidences);
        return confidences;
    }

    private static bool AreFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value)) return false;
        }

        return true;
    }
}
