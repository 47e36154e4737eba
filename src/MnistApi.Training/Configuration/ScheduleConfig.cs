using System.ComponentModel.DataAnnotations;

namespace MnistApi.Training.Configuration;

/// <summary>How the learning rate changes from step to step.</summary>
public enum ScheduleKind
{
    /// <summary>It does not.</summary>
    Constant,

    /// <summary>It is multiplied by a factor every few epochs.</summary>
    Step,

    /// <summary>It falls along half a cosine (Loshchilov and Hutter, 2017, without restarts).</summary>
    Cosine,

    /// <summary>It rises along half a cosine, then falls along another (Smith and Topin, 2018).</summary>
    OneCycle,
}

/// <summary>A learning-rate schedule described by data.</summary>
public sealed record ScheduleConfig
{
    /// <summary>The shape.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    /// <summary>Step: number of epochs between two changes.</summary>
    [Range(1, 1000)]
    public int StepEpochs { get; init; } = 10;

    /// <summary>Step: what the rate is multiplied by.</summary>
    [Range(0.001, 1.0)]
    public double StepFactor { get; init; } = 0.1;

    /// <summary>One-cycle: share of all steps in which the rate rises.</summary>
    [Range(0.0, 0.9)]
    public double WarmupFraction { get; init; } = 0.3;

    /// <summary>One-cycle: the first rate as a share of the highest.</summary>
    [Range(0.001, 1.0)]
    public double InitialFactor { get; init; } = 0.04;

    /// <summary>Cosine and one-cycle: the last rate as a share of the highest.</summary>
    [Range(0.0, 1.0)]
    public double FinalFactor { get; init; } = 0.0001;
}
