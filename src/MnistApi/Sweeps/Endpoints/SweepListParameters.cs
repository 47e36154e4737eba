using MnistApi.Http.Parameters;
using MnistApi.Sweeps.Contracts;

namespace MnistApi.Sweeps.Endpoints;

/// <summary>Filters for the list of sweeps.</summary>
public sealed record SweepListParameters : PageParameters
{
    /// <summary>Lists only sweeps in this state.</summary>
    public SweepState? State { get; init; }
}
