using System.Text.Json;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Sweeps;

/// <summary>Describes the result of a sweep without ids, times and attempts, which differ each time.</summary>
internal static class FinishedSweep
{
    /// <summary>
    /// Returns a line for each run, the best first: parameters, figures to the last bit, and the checksums of all its weights.
    /// </summary>
    public static async Task<IReadOnlyList<string>> DescribeAsync(HttpClient client, Guid id)
    {
        var lines = new List<string>();
        foreach (var run in await client.ListSweepRunsAsync(id))
        {
            var checkpoints = await client.GetAsync<RunCheckpoint[]>($"{Api.Runs}/{run.RunId}/checkpoints");
            var metrics = await client.GetAsync<EpochMetrics[]>($"{Api.Runs}/{run.RunId}/metrics");
            Assert.Equal(Enumerable.Range(1, run.Epoch), metrics.Select(epoch => epoch.Epoch));
            string[] parts =
            [
                $"{run.Rank}",
                JsonSerializer.Serialize(run.Parameters),
                $"{run.State}",
                $"{run.Epoch}",
                $"{run.EliminatedAfterEpoch}",
                $"{run.ValidationAccuracy:R}",
                $"{run.ValidationLoss:R}",
                $"{run.Test?.Accuracy:R}",
                .. metrics.Select(epoch => $"{epoch.TrainLoss:R}"),
                .. checkpoints.Select(checkpoint => $"{checkpoint.Epoch}:{checkpoint.WeightsSha256}"),
            ];
            lines.Add(string.Join(' ', parts));
        }

        return lines;
    }
}
