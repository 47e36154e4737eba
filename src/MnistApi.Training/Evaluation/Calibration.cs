namespace MnistApi.Training.Evaluation;

/// <summary>
/// How a model's probabilities are calibrated. A probability is softmax(logits / temperature) (Guo, Pleiss, Sun, Weinberger, "On
/// calibration of modern neural networks", 2017). A prediction counts as a digit only if its confidence reaches the threshold. Neither
/// number changes which digit is the most probable.
/// </summary>
/// <param name="Temperature">0.05 to 20. A temperature above 1 makes the network less confident, one below 1 more confident.</param>
/// <param name="ConfidenceThreshold">The lowest calibrated confidence at which a prediction counts as a digit, 0 to 1.</param>
public sealed record Calibration(double Temperature, double ConfidenceThreshold)
{
    /// <summary>The lowest temperature of a fit.</summary>
    public const double MinTemperature = 0.05;

    /// <summary>The highest temperature of a fit.</summary>
    public const double MaxTemperature = 20;

    /// <summary>The largest share of images without a digit that may reach the threshold.</summary>
    public const double MaxAcceptedNonDigits = 0.05;

    /// <summary>
    /// The largest share of validation digits that may stay below the threshold. It takes precedence over <see
    /// cref="MaxAcceptedNonDigits"/>, because most uploads are digits. Uploads have lower confidences than validation images, so a larger
    /// share of them stays below.
    /// </summary>
    public const double MaxRejectedDigits = 0.01;

    /// <summary>The network's own probabilities. Every prediction counts as a digit.</summary>
    public static Calibration None { get; } = new(1, 0);

    /// <summary>Whether both numbers are within their bounds.</summary>
    internal bool IsValid => Temperature is >= MinTemperature and <= MaxTemperature && ConfidenceThreshold is >= 0 and <= 1;
}
