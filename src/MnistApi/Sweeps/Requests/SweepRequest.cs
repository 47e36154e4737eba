using System.Text.Json;
using MnistApi.Sweeps.Contracts;
using MnistApi.TrainingRuns.Requests;

namespace MnistApi.Sweeps.Requests;

/// <summary>A run of a sweep: what it has of the parameters, and the request that it would be by itself.</summary>
internal sealed record SweepPoint(IReadOnlyDictionary<string, JsonElement> Values, TrainingRunRequest Run);

/// <summary>A request for a sweep, understood and within its bounds.</summary>
/// <param name="Overrides">What all runs override.</param>
/// <param name="Parameters">As they are told: ranges with their scale.</param>
/// <param name="Points">The runs, in the order in which they are queued; at least one.</param>
internal sealed record SweepRequest(
    string Name, long Seed, SweepSearch Search, int MaxRuns, SweepHalving? Halving, IReadOnlyDictionary<string, JsonElement> Overrides, IReadOnlyDictionary<string, JsonElement> Parameters, IReadOnlyList<SweepPoint> Points)
{
    public const int MostRuns = 256;

    /// <summary>A run's name has the sweep's and a number.</summary>
    public const int MaxNameLength = TrainingRunRequest.MaxNameLength - 5;

    public TrainingRunRequest First => Points[0].Run;

    public int Epochs => Points.Max(point => point.Run.Config.Epochs);
}
