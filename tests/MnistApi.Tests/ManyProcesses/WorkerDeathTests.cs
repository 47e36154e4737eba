using MnistApi.Storage.Postgres;
using MnistApi.TrainingRuns.Contracts;
using Npgsql;

namespace MnistApi.Tests.ManyProcesses;

/// <summary>Workers that are killed, frozen or compete with each other.</summary>
public class WorkerDeathTests
{
    [Fact]
    public async Task A_run_continues_on_another_worker_within_fifteen_seconds_after_its_worker_is_killed_in_mid_epoch()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var api = await database.StartAsync("api");
        await using var one = await database.StartAsync("worker", ("Training__LeaseSeconds", "10")); // The default.
        await using var other = await database.StartAsync("worker", ("Training__LeaseSeconds", "10"));
        var run = await api.Client.StartRunAsync(TrainedTogether.Run);
        var holder = (await api.Client.WaitForMidEpochAsync(run.Id)).HolderOf(one, other);

        await holder.KillAsync();
        var resumed = await api.Client.WaitForRunAsync(run.Id, current => current.Attempt == 2, "goes on", TimeSpan.FromSeconds(15));

        Assert.Equal(AttemptOutcome.Vanished, resumed.Attempts[0].Outcome);
        Assert.NotSame(holder, resumed.HolderOf(one, other));
        await TrainedTogether.AssertWholeAsync(api.Client, run.Id);
    }

    [Fact]
    public async Task A_worker_that_was_frozen_beyond_its_lease_notices_and_writes_nothing_more()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var api = await database.StartAsync("api");
        await using var one = await database.StartAsync("worker");
        await using var other = await database.StartAsync("worker");
        var run = await api.Client.StartRunAsync(TrainedTogether.Run);
        var frozen = (await api.Client.WaitForMidEpochAsync(run.Id)).HolderOf(one, other);

        await frozen.SignalAsync("STOP");
        await api.Client.WaitForRunAsync(
            run.Id,
            current => current.Attempt == 2 && current.Progress.Step > 0,
            "goes on with another worker",
            TimeSpan.FromSeconds(30));
        var epochsBefore = await database.QueryAsync<long>("SELECT COUNT(*) FROM epochs WHERE attempt = 1");
        await frozen.SignalAsync("CONT");

        await Eventually.TrueAsync(
            () => Task.FromResult(frozen.Output.Contains($"Run {run.Id}, attempt 1, is over", StringComparison.Ordinal)),
            "the worker notices");
        await TrainedTogether.AssertWholeAsync(api.Client, run.Id);
        Assert.Equal(epochsBefore, await database.QueryAsync<long>("SELECT COUNT(*) FROM epochs WHERE attempt = 1"));
        Assert.Equal(2, (await api.Client.GetRunAsync(run.Id)).Attempt);

        // The worker still works.
        await (frozen == one ? other : one).KillAsync();
        Assert.Equal(RunState.Succeeded, (await api.Client.WaitForEndAsync((await api.Client.StartRunAsync(Api.SmallRun)).Id)).State);
    }

    [Fact]
    public async Task A_worker_that_was_frozen_during_a_transaction_does_not_keep_its_run()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var api = await database.StartAsync("api");
        var run = await api.Client.StartRunAsync(Api.SmallRun);
        await using var frozen = new NpgsqlConnection(
            PostgresConnection.StringOf(new() { ConnectionString = database.ConnectionString }));
        await frozen.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await frozen.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"SELECT id FROM training_runs WHERE id = '{run.Id}' FOR UPDATE", frozen, transaction);
        await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);

        await using var worker = await database.StartAsync("worker");

        Assert.Equal(RunState.Succeeded, (await api.Client.WaitForEndAsync(run.Id, TimeSpan.FromSeconds(60))).State);
    }

    [Fact]
    public async Task Twenty_kills_at_random_moments_neither_lose_nor_repeat_anything()
    {
        const int Kills = 20;
        const int QueuedAtLeast = 5; // A fast machine trains the first ten runs before the last kill.
        await using var database = await PostgresDatabase.CreateAsync();
        await using var api = await database.StartAsync("api");
        var runs = (await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => api.Client.StartRunAsync(TrainedTogether.Run)))).ToList();
        var workers = new[] { await database.StartAsync("worker"), await database.StartAsync("worker") };
        var random = new Random(20261124);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Kills any worker, whatever it does: train, write, take a run or start. A slow machine takes long to start, so every other
            // victim is one that trains.
            await Task.Delay(random.Next(0, 2000), TestContext.Current.CancellationToken);
            var victim = random.Next(workers.Length);
            if (kill % 2 == 0) await Eventually.TrueAsync(() => HasRunAsync(workers[victim]), "the worker has a run");
            await workers[victim].DisposeAsync();
            if (kill % 5 == 4)
                await ServiceProcess.StartAndKillAsync(
                    null,
                    TimeSpan.FromMilliseconds(random.Next(500, 2500)),
                    database.Settings("worker"));
            workers[victim] = await database.StartAsync("worker");
            while (await database.QueryAsync<long>("SELECT COUNT(*) FROM training_runs WHERE finished_at IS NULL") < QueuedAtLeast)
                runs.Add(await api.Client.StartRunAsync(TrainedTogether.Run));
        }

        foreach (var run in runs) await TrainedTogether.AssertWholeAsync(api.Client, run.Id);
        var vanished = await database.QueryAsync<long>("SELECT COUNT(*) FROM run_attempts WHERE outcome = 'vanished'");
        Assert.True(vanished >= Kills / 2, $"Only {vanished} of {Kills} kills interrupted the training.");
        Assert.Equal(runs.Count + 1L, await database.QueryAsync<long>("SELECT COUNT(*) FROM models"));
        foreach (var worker in workers) await worker.DisposeAsync();

        Task<bool> HasRunAsync(ServiceProcess worker) =>
            database.QueryAsync<bool>(
                $"SELECT EXISTS (SELECT 1 FROM run_attempts WHERE worker LIKE '%:{worker.ProcessId}' AND ended_at IS NULL)");
    }
}
