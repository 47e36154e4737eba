using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Idempotency;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Queries;
using MnistApi.TrainingRuns.Requests;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>An accepted run, and the SHA-256 of its request if that had an idempotency key.</summary>
internal sealed record AcceptedRun(TrainingRun Run, string? RequestSha256);

/// <summary>Accepts requests for single runs.</summary>
internal sealed class RunAcceptance(IDbContextFactory<MnistDb> databases, RunQueue queue, RunReader reader, TimeProvider clock)
{
    /// <summary>Returns the run that was accepted with an idempotency key; null if there is none.</summary>
    public async Task<AcceptedRun?> FindAsync(IdempotencyKey? key, CancellationToken token)
    {
        if (key is null) return null;
        await using var db = await databases.CreateDbContextAsync(token);
        return await FindAsync(db, key, token);
    }

    /// <summary>Queues the run.</summary>
    /// <returns>The run, or the earlier run with the same idempotency key; null if the queue is full.</returns>
    public Task<AcceptedRun?> AcceptAsync(
        TrainingRunRequest request, string dataset, IReadOnlyList<RunWarning> warnings, IdempotencyKey? key, CancellationToken token) =>
        queue.AcceptAsync(
            runCount: 1,
            findEarlier: db => FindAsync(db, key, token),
            createRuns: (_, place) => [ToRow(request, dataset, warnings, place, key)],
            respond: runs => new AcceptedRun(runs[0], key?.RequestSha256),
            token);

    private async Task<AcceptedRun?> FindAsync(MnistDb db, IdempotencyKey? key, CancellationToken token)
    {
        if (key is null) return null;
        var row = await db.TrainingRuns.AsNoTracking().FirstOrDefaultAsync(run => run.IdempotencyKey == key.Key, token);
        return row is null ? null : new AcceptedRun((await reader.ToRunsAsync(db, [row], token))[0], row.RequestSha256);
    }

    private TrainingRunEntity ToRow(
        TrainingRunRequest request, string dataset, IReadOnlyList<RunWarning> warnings, DateTime place, IdempotencyKey? key)
    {
        var now = clock.GetUtcNow();
        return new TrainingRunEntity
        {
            Id = Guid.CreateVersion7(now),
            Name = request.Name,
            Recipe = request.Recipe.Name,
            Dataset = dataset,
            Seed = request.Seed ?? Random.Shared.NextInt64(int.MaxValue),
            Config = request.Config,
            KeepCheckpoints = request.KeepCheckpoints,
            PromoteTo = request.PromoteTo,
            Warnings = warnings,
            CreatedAt = now.UtcDateTime,
            QueuedAt = place,
            IdempotencyKey = key?.Key,
            RequestSha256 = key?.RequestSha256,
        };
    }
}
