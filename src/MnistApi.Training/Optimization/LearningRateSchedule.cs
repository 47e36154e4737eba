using MnistApi.Training.Configuration;

namespace MnistApi.Training.Optimization;

/// <summary>
/// The learning rate of every step. It is a pure function of the step, so a resumed run continues with the right learning rate.
/// </summary>
/// <param name="config">The shape of the schedule.</param>
/// <param name="learningRate">The highest learning rate.</param>
/// <param name="stepsPerEpoch">Number of batches in an epoch, at least 1.</param>
/// <param name="epochs">Number of epochs in the whole run, at least 1.</param>
public sealed class LearningRateSchedule(ScheduleConfig config, double learningRate, int stepsPerEpoch, int epochs)
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">Number of steps before it in the run.</param>
    public double At(long step) => learningRate * config.Kind switch
    {
        ScheduleKind.Constant => 1,
        ScheduleKind.Step => Math.Pow(config.StepFactor, step / stepsPerEpoch / config.StepEpochs),
        ScheduleKind.Cosine => CosineBetween(1, config.FinalFactor, Fraction(step, 0, TotalSteps - 1)),
        ScheduleKind.OneCycle when step < WarmupSteps => CosineBetween(config.InitialFactor, 1, Fraction(step, 0, WarmupSteps)),
        ScheduleKind.OneCycle => CosineBetween(1, config.FinalFactor, Fraction(step, WarmupSteps, TotalSteps - 1)),
        _ => throw new InvalidOperationException($"Unknown schedule {config.Kind}."),
    };

    private long TotalSteps => (long)stepsPerEpoch * epochs;

    private long WarmupSteps => (long)(config.WarmupFraction * (TotalSteps - 1));

    private static double CosineBetween(double from, double to, double fraction) =>
        to + (from - to) * (1 + Math.Cos(Math.PI * fraction)) / 2;

    private static double Fraction(long step, long first, long last) =>
        last <= first ? 1 : Math.Min(1, (double)(step - first) / (last - first));
}
