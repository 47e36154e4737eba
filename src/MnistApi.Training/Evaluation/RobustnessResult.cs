namespace MnistApi.Training.Evaluation;

/// <summary>A perturbation of the images.</summary>
public enum RobustnessCondition
{
    /// <summary>No perturbation.</summary>
    Clean,

    /// <summary>A shift by a random number of whole pixels, at most 3 in each direction.</summary>
    Shift,

    /// <summary>A rotation by a random angle, at most 15 degrees in either direction.</summary>
    Rotation,

    /// <summary>Scaling by a random factor from 0.8 to 1.2.</summary>
    Scale,

    /// <summary>Strokes that are about one pixel thinner.</summary>
    Thin,

    /// <summary>Strokes that are about one pixel thicker.</summary>
    Thick,

    /// <summary>Gaussian noise on every pixel, with a standard deviation of 0.2 of full ink.</summary>
    Noise,
}

/// <summary>A network's results on perturbed images.</summary>
/// <param name="Condition">The perturbation.</param>
/// <param name="SampleCount">Number of images.</param>
/// <param name="CorrectCount">Number of images whose prediction is their label.</param>
/// <param name="AccuracyInterval">95 % Wilson interval of the accuracy.</param>
public sealed record RobustnessResult(RobustnessCondition Condition, int SampleCount, int CorrectCount, Interval AccuracyInterval)
{
    /// <summary>Share of correct predictions, 0 to 1.</summary>
    public double Accuracy => (double)CorrectCount / SampleCount;
}
