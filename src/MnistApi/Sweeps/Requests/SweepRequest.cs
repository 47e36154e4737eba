using System.Text.Json;
using MnistApi.Sweeps.Contracts;
using MnistApi.TrainingRuns.Requests;

namespace MnistApi.Sweeps.Requests;

/// <summary>A run of a sweep: the values of the parameters, and the request for the run.</summary>
internal sealed record SweepPoint(IReadOnlyDictionary<string, JsonElement> Values, TrainingRunRequest Run);

/// <summary>A valid request for a sweep.</summary>
/// <param name="Overrides">The fields that all runs override.</param>
/// <param name="Parameters">The parameters as the API returns them, by path.</param>
/// <param name="Points">The runs, in the order in which they are queued; at least one.</param>
internal sealed record SweepRequest(
    string Name,
    long Seed,
    SweepSearch Search,
    int MaxRuns,
    SweepHalving? Halving,
    IReadOnlyDictionary<string, JsonElement> Overrides,
    IReadOnlyDictionary<string, JsonElement> Parameters,
    IReadOnlyList<SweepPoint> Points)
{
    /// <summary>The largest number of runs in a sweep.</summary>
    public const int MaxRunCount = 256;

    /// <summary>The name of a run is that of the sweep with up to five more characters, such as " #256".</summary>
    public const int MaxNameLength = TrainingRunRequest.MaxNameLength - 5;

    public TrainingRunRequest First => Points[0].Run;

    public int Epochs => Points.Max(point => point.Run.Config.Epochs);
}
