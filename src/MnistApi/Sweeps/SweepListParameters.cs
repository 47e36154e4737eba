using MnistApi.Hosting;

namespace MnistApi.Sweeps;

/// <summary>Which sweeps to list.</summary>
public sealed record SweepListParameters : PageParameters
{
    /// <summary>Only sweeps in this state.</summary>
    public SweepState? State { get; init; }
}
