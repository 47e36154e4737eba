using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.Tests.TrainingRuns;

/// <summary>Takes runs as a worker does.</summary>
internal static class LeaseExtensions
{
    /// <summary>Takes the run that is due next; null if there is none.</summary>
    public static async Task<RunLease?> TakeNextAsync(this RunLeases leases, CancellationToken token)
    {
        while (await leases.FindNextAsync(token) is { } next)
        {
            if (await leases.TakeAsync(next.Id, token) is { } lease) return lease;
        }

        return null;
    }
}
