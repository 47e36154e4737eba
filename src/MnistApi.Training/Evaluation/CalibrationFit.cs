using MnistApi.Training.Data;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Evaluation;

/// <summary>Fits a calibration to a network's logits.</summary>
public static class CalibrationFit
{
    /// <summary>
    /// Fits both numbers to images that the network was not trained on, never to test images. The temperature has the least negative log likelihood.
    /// The confidence to accept from is the least at which no more than <see cref="Calibration.MaxAcceptedNonDigits"/> of the non-digits pass, or, where
    /// that would turn away more than <see cref="Calibration.MaxRejectedDigits"/> of the digits, the greatest at which it does not.
    /// </summary>
    /// <param name="logits">Of the validation images, [N, 10] row by row.</param>
    /// <param name="labels">Of the validation images, [N].</param>
    /// <param name="nonDigitLogits">Of images that show no digit, [M, 10]; of none, every answer counts.</param>
    /// <returns><see cref="Calibration.None"/> where there is nothing to fit to, or where a validation logit is not a finite number.</returns>
    public static Calibration Of(ReadOnlySpan<float> logits, ReadOnlySpan<byte> labels, ReadOnlySpan<float> nonDigitLogits = default)
    {
        if (logits.Length != labels.Length * ImageSet.ClassCount) throw new ArgumentException($"{labels.Length} labels need {labels.Length * ImageSet.ClassCount} logits, but there are {logits.Length}.", nameof(logits));
        if (nonDigitLogits.Length % ImageSet.ClassCount != 0) throw new ArgumentException($"Each image has {ImageSet.ClassCount} logits, but {nonDigitLogits.Length} is no multiple of it.", nameof(nonDigitLogits));
        if (labels.IsEmpty || !AreFinite(logits)) return Calibration.None;

        var temperature = TemperatureFit.Temperature(logits, labels);
        return new Calibration(temperature, nonDigitLogits.IsEmpty ? 0 : AcceptanceFrom(Confidences(logits, temperature), Confidences(nonDigitLogits, temperature)));
    }

    private static double AcceptanceFrom(float[] digits, float[] nonDigits)
    {
        // Both in rising order. Of the non-digits the one before those that may pass must not; of the digits the one after those that may be refused must pass.
        var refusesNonDigits = MathF.BitIncrement(nonDigits[^(1 + (int)(Calibration.MaxAcceptedNonDigits * nonDigits.Length))]);
        var passesDigits = digits[(int)(Calibration.MaxRejectedDigits * digits.Length)];
        return Math.Min(refusesNonDigits, passesDigits);
    }

    /// <summary>As predictions have them, in rising order; what is not a number passes nowhere.</summary>
    private static float[] Confidences(ReadOnlySpan<float> logits, double temperature)
    {
        var confidences = new float[logits.Length / ImageSet.ClassCount];
        Span<float> probabilities = stackalloc float[ImageSet.ClassCount];
        for (var i = 0; i < confidences.Length; i++)
        {
            Softmax.Probabilities(logits.Slice(i * ImageSet.ClassCount, ImageSet.ClassCount), probabilities, temperature);
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
