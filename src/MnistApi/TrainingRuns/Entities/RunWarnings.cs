using System.Text.Json;
using MnistApi.Http.Json;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Entities;

/// <summary>The warnings of a run's row.</summary>
internal static class RunWarnings
{
    /// <summary>Adds warnings after those that the run has.</summary>
    public static void Add(TrainingRunEntity run, IEnumerable<RunWarning> added)
    {
        var warnings = JsonSerializer.Deserialize<RunWarning[]>(run.Warnings, ServiceJson.Options)!;
        run.Warnings = JsonSerializer.Serialize<RunWarning[]>([.. warnings, .. added], ServiceJson.Options);
    }
}
