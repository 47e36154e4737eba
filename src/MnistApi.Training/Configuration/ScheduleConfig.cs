using System.ComponentModel.DataAnnotations;

namespace MnistApi.Training.Configuration;

/// <summary>How the learning rate changes from step to step.</summary>
public enum ScheduleKind
{
    /// <summary>The learning rate does not change.</summary>
    Constant,

    /// <summary>The learning rate is multiplied by a factor every few epochs.</summary>
    Step,

    /// <summary>The learning rate falls along half a cosine (Loshchilov and Hutter, 2017, without restarts).</summary>
    Cosine,

    /// <summary>The learning rate rises along half a cosine and then falls along another (Smith and Topin, 2018).</summary>
    OneCycle,
}

/// <summary>A learning-rate schedule.</summary>
public sealed record ScheduleConfig
{
    /// <summary>The shape of the schedule.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    /// <summary>Step: number of epochs between two changes.</summary>
    [Range(1, 1000)]
    public int StepEpochs { get; init; } = 10;

    /// <summary>Step: the factor of each change.</summary>
    [Range(0.001, 1.0)]
    public double StepFactor { get; init; } = 0.1;

    /// <summary>One-cycle: share of all steps in which the learning rate rises.</summary>
    [Range(0.0, 0.9)]
    public double WarmupFraction { get; init; } = 0.3;

    /// <summary>One-cycle: the first learning rate as a share of the highest.</summary>
    [Range(0.001, 1.0)]
    public double InitialFactor { get; init; } = 0.04;

    /// <summary>Cosine and one-cycle: the last learning rate as a share of the highest.</summary>
    [Range(0.0, 1.0)]
    public double FinalFactor { get; init; } = 0.0001;
}
