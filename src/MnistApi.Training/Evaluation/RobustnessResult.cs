namespace MnistApi.Training.Evaluation;

/// <summary>What was done to the images that a network was measured on.</summary>
public enum RobustnessCondition
{
    /// <summary>Nothing.</summary>
    Clean,

    /// <summary>Shifted by a random number of whole pixels, up to 3 in each direction.</summary>
    Shift,

    /// <summary>Rotated by a random angle, up to 15 degrees to either side.</summary>
    Rotation,

    /// <summary>Scaled by a random factor from 0.8 to 1.2.</summary>
    Scale,

    /// <summary>Strokes about one pixel thinner.</summary>
    Thin,

    /// <summary>Strokes about one pixel thicker.</summary>
    Thick,

    /// <summary>Gaussian noise on every pixel, with a standard deviation of 0.2 of full ink.</summary>
    Noise,
}

/// <summary>How a network does on images under a condition.</summary>
/// <param name="Condition">What was done to the images.</param>
/// <param name="SampleCount">Images measured.</param>
/// <param name="CorrectCount">Images whose prediction is their label.</param>
/// <param name="AccuracyInterval">95 % Wilson interval of the accuracy.</param>
public sealed record RobustnessResult(RobustnessCondition Condition, int SampleCount, int CorrectCount, Interval AccuracyInterval)
{
    /// <summary>Share of correct predictions, 0 to 1.</summary>
    public double Accuracy => (double)CorrectCount / SampleCount;
}
