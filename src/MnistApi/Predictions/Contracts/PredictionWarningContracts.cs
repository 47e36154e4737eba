namespace MnistApi.Predictions.Contracts;

/// <summary>What a warning is about.</summary>
public enum PredictionWarningCode
{
    /// <summary>The image has no ink.</summary>
    NoInk,

    /// <summary>Numbers were sent, and most of them mean ink: 255 is ink, and 0 is paper.</summary>
    WrongWayRound,

    /// <summary>The confidence is below the model's threshold for a digit.</summary>
    LowConfidence,

    /// <summary>The image has other shapes of about the digit's size.</summary>
    SeveralShapes,

    /// <summary>The edge of the image cuts the digit.</summary>
    TouchesBorder,

    /// <summary>The digit has few pixels.</summary>
    Tiny,

    /// <summary>The ink hardly stands out from the paper.</summary>
    LowContrast,

    /// <summary>The file stores the image rotated or mirrored, and it was turned upright as its EXIF orientation says.</summary>
    Rotated,
}

/// <summary>A reason why a prediction may be wrong.</summary>
/// <param name="Code">What the warning is about, for programs. More codes may be added.</param>
/// <param name="Message">What was found and what to do, for people.</param>
public sealed record PredictionWarning(PredictionWarningCode Code, string Message);
