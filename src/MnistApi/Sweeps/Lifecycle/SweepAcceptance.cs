using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Idempotency;
using MnistApi.Storage;
using MnistApi.Sweeps.Entities;
using MnistApi.Sweeps.Requests;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.Sweeps.Lifecycle;

/// <summary>An accepted sweep, and the SHA-256 of its request if that had an idempotency key.</summary>
internal sealed record AcceptedSweep(Guid Id, string? RequestSha256);

/// <summary>Accepts requests for sweeps. It adds a sweep and all its runs in one transaction.</summary>
internal sealed class SweepAcceptance(IDbContextFactory<MnistDb> databases, RunQueue queue, TimeProvider clock)
{
    /// <summary>Returns the sweep that was accepted with an idempotency key; null if there is none.</summary>
    public async Task<AcceptedSweep?> FindAsync(IdempotencyKey? key, CancellationToken token)
    {
        if (key is null) return null;
        await using var db = await databases.CreateDbContextAsync(token);
        return await FindAsync(db, key, token);
    }

    /// <summary>Adds the sweep and queues its runs.</summary>
    /// <returns>The sweep, or the earlier sweep with the same idempotency key; null if its runs do not fit into the queue.</returns>
    public Task<AcceptedSweep?> AcceptAsync(
        SweepRequest request, string dataset, IReadOnlyList<RunWarning> warnings, IdempotencyKey? key, CancellationToken token)
    {
        // The ids ascend with the points. They determine the order of the queue, of equal runs on the leaderboard, and of the locks.
        Guid[] ids = [.. Enumerable.Range(0, request.Points.Count + 1).Select(_ => Guid.CreateVersion7(clock.GetUtcNow())).Order()];
        return queue.AcceptAsync(
            runCount: request.Points.Count,
            findEarlier: db => FindAsync(db, key, token),
            createRuns: (db, place) =>
            {
                var sweep = ToRow(request, ids[0], dataset, warnings, key, clock.GetUtcNow().UtcDateTime);
                db.Sweeps.Add(sweep);
                return [.. request.Points.Select((point, i) => ToRow(sweep, point, i + 1, ids[i + 1], place))];
            },
            respond: _ => new AcceptedSweep(ids[0], key?.RequestSha256),
            token);
    }

    private static async Task<AcceptedSweep?> FindAsync(MnistDb db, IdempotencyKey? key, CancellationToken token) => key is null
        ? null
        : await db.Sweeps.Where(sweep => sweep.IdempotencyKey == key.Key)
            .Select(sweep => new AcceptedSweep(sweep.Id, sweep.RequestSha256)).FirstOrDefaultAsync(token);

    private static SweepEntity ToRow(
        SweepRequest request, Guid id, string dataset, IReadOnlyList<RunWarning> warnings, IdempotencyKey? key, DateTime now) => new()
        {
            Id = id,
            Name = request.Name,
            Recipe = request.First.Recipe.Name,
            Dataset = dataset,
            Seed = request.Seed,
            Search = request.Search,
            Overrides = request.Overrides,
            Parameters = request.Parameters,
            MaxRuns = request.MaxRuns,
            RunCount = request.Points.Count,
            Epochs = request.Epochs,
            ValidationSize = request.First.Config.ValidationSize,
            HalvingStartEpochs = request.Halving?.StartEpochs,
            HalvingFactor = request.Halving?.Factor,
            Warnings = warnings,
            CreatedAt = now,
            IdempotencyKey = key?.Key,
            RequestSha256 = key?.RequestSha256,
        };

    private static TrainingRunEntity ToRow(SweepEntity sweep, SweepPoint point, int number, Guid id, DateTime place) => new()
    {
        Id = id,
        Name = $"{sweep.Name} #{number}",
        Recipe = sweep.Recipe,
        Dataset = sweep.Dataset,
        Seed = point.Run.Seed ?? sweep.Seed,
        Config = point.Run.Config,
        Warnings = sweep.Warnings,
        CreatedAt = sweep.CreatedAt,
        QueuedAt = place,
        SweepId = sweep.Id,
        SweepParameters = point.Values,
        PauseAfterEpoch = sweep.Plan is { Count: > 1 } plan ? plan[0].Epochs : null,
    };
}
