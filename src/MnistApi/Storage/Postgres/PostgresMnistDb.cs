using Microsoft.EntityFrameworkCore;
using MnistApi.Sweeps.Entities;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.Storage.Postgres;

/// <summary>The database on PostgreSQL. A type of its own, because EF Core keeps one line of migrations for each type.</summary>
internal sealed class PostgresMnistDb(DbContextOptions<PostgresMnistDb> options) : MnistDb(options)
{
    /// <summary>Of our own choice: the advisory lock of the run queue.</summary>
    private const long QueueLock = 0x4D4E49535401;

    public override IQueryable<TrainingRunEntity> LockedRun(Guid id) => TrainingRuns.FromSql($"SELECT * FROM training_runs WHERE id = {id} FOR UPDATE");

    public override IQueryable<SweepEntity> LockedSweep(Guid id) => Sweeps.FromSql($"SELECT * FROM sweeps WHERE id = {id} FOR UPDATE");

    public override IQueryable<TrainingRunEntity> LockedRunsOf(Guid sweepId) => TrainingRuns.FromSql($"SELECT * FROM training_runs WHERE sweep_id = {sweepId} ORDER BY id FOR UPDATE");

    public override Task LockQueueAsync(CancellationToken token) => Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({QueueLock})", token);

    /// <summary>PostgreSQL refuses a change on a standby or in a read-only session even where it changes no row. It tells nobody how full its disk is.</summary>
    public override Task CheckWritableAsync(CancellationToken token) => Database.ExecuteSqlAsync($"UPDATE model_aliases SET version = version WHERE false", token);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // The order of bytes, as in SQLite, whatever language the server speaks.
        configurationBuilder.Properties<string>().UseCollation("C");
    }
}
