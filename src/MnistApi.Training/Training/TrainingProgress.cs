namespace MnistApi.Training.Training;

/// <summary>Where a run is, reported after every step.</summary>
/// <param name="Epoch">The epoch at work, from 1.</param>
/// <param name="Epochs">Epochs of the whole run.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
/// <param name="SamplesPerSecond">Training images per second in this epoch so far.</param>
public readonly record struct TrainingProgress(int Epoch, int Epochs, int Step, int StepsPerEpoch, double SamplesPerSecond)
{
    /// <summary>Share of the whole run that is done, 0 to 1.</summary>
    public double Fraction => (Epoch - 1 + (double)Step / StepsPerEpoch) / Epochs;
}
