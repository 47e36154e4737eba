using MnistApi.Http.Parameters;
using MnistApi.Sweeps.Contracts;

namespace MnistApi.Sweeps.Endpoints;

/// <summary>Which sweeps to list.</summary>
public sealed record SweepListParameters : PageParameters
{
    /// <summary>Only sweeps in this state.</summary>
    public SweepState? State { get; init; }
}
