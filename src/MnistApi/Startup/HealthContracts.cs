using MnistApi.Training.Kernels;

namespace MnistApi.Startup;

/// <summary>The state of the service.</summary>
public enum HealthStatus
{
    /// <summary>The process is running.</summary>
    Live,

    /// <summary>The service is ready for requests.</summary>
    Ready,
}

/// <summary>The state of the database.</summary>
public enum DatabaseState
{
    /// <summary>The database answers and can be written.</summary>
    Answers,
}

/// <summary>The state of the champion.</summary>
public enum ChampionState
{
    /// <summary>The alias `champion` does not exist.</summary>
    None,

    /// <summary>The champion is loaded and has made a prediction.</summary>
    Loaded,

    /// <summary>This process is a worker. It serves no model.</summary>
    NotServed,
}

/// <summary>The process is running.</summary>
/// <param name="Status">Always `live`.</param>
public sealed record Liveness(HealthStatus Status);

/// <summary>The service is ready for requests.</summary>
/// <param name="Status">Always `ready`.</param>
/// <param name="Checks">The results of the checks.</param>
public sealed record Readiness(HealthStatus Status, ReadinessChecks Checks);

/// <summary>The results of the checks.</summary>
/// <param name="Database">The state of the database.</param>
/// <param name="Champion">The state of the model that answers predictions unless the request names another one.</param>
/// <param name="Convolutions">
/// The method with which this process trains: the fastest one that passed the self-check. Null before the self-check, which a worker runs
/// at its start and other processes before their first training. A process that does not train never runs it.
/// </param>
public sealed record ReadinessChecks(DatabaseState Database, ChampionState Champion, ConvolutionMethod? Convolutions);
