using MnistApi.Training.Kernels;

namespace MnistApi.Startup;

/// <summary>How the service is.</summary>
public enum HealthStatus
{
    /// <summary>The process lives.</summary>
    Live,

    /// <summary>It can do its work.</summary>
    Ready,
}

/// <summary>How the database is.</summary>
public enum DatabaseState
{
    /// <summary>It answers, and can be written.</summary>
    Answers,
}

/// <summary>How the champion is.</summary>
public enum ChampionState
{
    /// <summary>There is none: the alias is not there.</summary>
    None,

    /// <summary>It is loaded and has predicted.</summary>
    Loaded,

    /// <summary>This process is a worker, which serves no model.</summary>
    NotServed,
}

/// <summary>The process lives.</summary>
/// <param name="Status">Always <c>live</c>.</param>
public sealed record Liveness(HealthStatus Status);

/// <summary>The service can do its work.</summary>
/// <param name="Status">Always <c>ready</c>.</param>
/// <param name="Checks">What was looked at.</param>
public sealed record Readiness(HealthStatus Status, ReadinessChecks Checks);

/// <summary>What was looked at.</summary>
/// <param name="Database">How the database is.</param>
/// <param name="Champion">How the model is that predictions use unless told otherwise.</param>
/// <param name="Convolutions">How this process computes convolutions: the fastest method that a self-check at the start found right on this processor.</param>
public sealed record ReadinessChecks(DatabaseState Database, ChampionState Champion, ConvolutionMethod Convolutions);
