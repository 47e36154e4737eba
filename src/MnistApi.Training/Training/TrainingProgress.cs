namespace MnistApi.Training.Training;

/// <summary>The progress of a run, reported after every step.</summary>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Epochs">Number of epochs in the whole run.</param>
/// <param name="Step">Number of completed steps in this epoch.</param>
/// <param name="StepsPerEpoch">Number of steps in an epoch.</param>
/// <param name="SamplesPerSecond">Training images per second in this epoch so far.</param>
public readonly record struct TrainingProgress(int Epoch, int Epochs, int Step, int StepsPerEpoch, double SamplesPerSecond)
{
    /// <summary>Completed share of the whole run, 0 to 1.</summary>
    public double Fraction => (Epoch - 1 + (double)Step / StepsPerEpoch) / Epochs;
}
