using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Http.Json;
using MnistApi.Storage;
using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Entities;
using MnistApi.Sweeps.Requests;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.Sweeps.Lifecycle;

/// <summary>Accepts sweeps: a sweep and all its runs in one transaction, so that it is whole or not there.</summary>
internal sealed class SweepQueue(IDbContextFactory<MnistDb> databases, RunQueue queue, RunTransactions transactions, IOptions<TrainingOptions> options, TimeProvider clock)
{
    /// <summary>A sweep that was accepted, and the checksum of its request where that had a key.</summary>
    public sealed record AcceptedSweep(Guid Id, string? RequestSha256);

    /// <summary>The sweep that was accepted under an idempotency key; null of none.</summary>
    public async Task<AcceptedSweep?> FindByKeyAsync(string key, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await FindByKeyAsync(db, key, token);
    }

    /// <summary>Writes the sweep and has its runs delivered.</summary>
    /// <returns>The sweep, or that of the same idempotency key; null where too many runs would wait.</returns>
    public async Task<AcceptedSweep?> AcceptAsync(SweepRequest request, string dataset, IReadOnlyList<RunWarning> warnings, (string Key, string RequestSha256)? idempotency, CancellationToken token)
    {
        // The ids rise with the points, and with them the order of the queue, of the leaderboard among equals, and of locks.
        Guid[] ids = [.. Enumerable.Range(0, request.Points.Count + 1).Select(_ => Guid.CreateVersion7(clock.GetUtcNow())).Order()];
        var (accepted, isNew) = await queue.AloneAsync(() => databases.ChangeAsync(async db =>
        {
            await db.LockQueueAsync(token);
            if (idempotency is { } known && await FindByKeyAsync(db, known.Key, token) is { } before) return (before, false);
            var waiting = await db.TrainingRuns.CountAsync(run => run.State == RunState.Queued, token);
            if (waiting + request.Points.Count > options.Value.MaxQueuedRuns) return ((AcceptedSweep?)null, false);

            var now = clock.GetUtcNow().UtcDateTime;
            var sweep = ToRow(request, ids[0], dataset, warnings, idempotency, now);
            var place = await db.NextPlaceAsync(clock, token);
            var runs = request.Points.Select((point, i) => ToRow(sweep, point, i + 1, ids[i + 1], place)).ToArray();
            db.Sweeps.Add(sweep);
            db.TrainingRuns.AddRange(runs);
            await transactions.AddStateEventsAsync(db, runs, token);
            return (new AcceptedSweep(sweep.Id, sweep.RequestSha256), true);
        }, token), token);

        if (isNew) queue.Deliver(ids[1..]);
        return accepted;
    }

    private static Task<AcceptedSweep?> FindByKeyAsync(MnistDb db, string key, CancellationToken token) =>
        db.Sweeps.Where(sweep => sweep.IdempotencyKey == key).Select(sweep => new AcceptedSweep(sweep.Id, sweep.RequestSha256)).FirstOrDefaultAsync(token);

    private static SweepEntity ToRow(SweepRequest request, Guid id, string dataset, IReadOnlyList<RunWarning> warnings, (string Key, string RequestSha256)? idempotency, DateTime now) => new()
    {
        Id = id,
        Name = request.Name,
        Recipe = request.First.Recipe.Name,
        State = SweepState.Running,
        Dataset = dataset,
        Seed = request.Seed,
        Search = request.Search,
        Overrides = request.Overrides.GetRawText(),
        Parameters = request.Parameters.ToJsonString(),
        MaxRuns = request.MaxRuns,
        RunCount = request.Points.Count,
        Epochs = request.Epochs,
        ValidationSize = request.First.Config.ValidationSize,
        HalvingStartEpochs = request.Halving?.StartEpochs,
        HalvingFactor = request.Halving?.Factor,
        Warnings = JsonSerializer.Serialize(warnings, ServiceJson.Options),
        CreatedAt = now,
        IdempotencyKey = idempotency?.Key,
        RequestSha256 = idempotency?.RequestSha256,
    };

    private static TrainingRunEntity ToRow(SweepEntity sweep, SweepPoint point, int number, Guid id, DateTime place) => new()
    {
        Id = id,
        Name = $"{sweep.Name} #{number}",
        Recipe = sweep.Recipe,
        State = RunState.Queued,
        Dataset = sweep.Dataset,
        Seed = point.Run.Seed ?? sweep.Seed,
        Config = JsonSerializer.Serialize(point.Run.Config, TrainingJson.Options),
        Epochs = point.Run.Config.Epochs,
        KeepCheckpoints = [],
        Warnings = sweep.Warnings,
        CreatedAt = sweep.CreatedAt,
        QueuedAt = place,
        SweepId = sweep.Id,
        SweepParameters = JsonSerializer.Serialize(point.Values),
        PauseAfterEpoch = sweep.Plan is { Count: > 1 } plan ? plan[0].Epochs : null,
    };
}
