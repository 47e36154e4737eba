using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Storage.Sqlite;
using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Entities;
using MnistApi.TestErrors;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.Storage;

/// <summary>The database: the truth about runs, models and what they got wrong.</summary>
internal class MnistDb : DbContext
{
    public MnistDb(DbContextOptions<MnistDb> options)
        : base(options)
    {
    }

    protected MnistDb(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<TrainingRunEntity> TrainingRuns => Set<TrainingRunEntity>();

    public DbSet<SweepEntity> Sweeps => Set<SweepEntity>();

    public DbSet<RunAttemptEntity> RunAttempts => Set<RunAttemptEntity>();

    public DbSet<EpochEntity> Epochs => Set<EpochEntity>();

    public DbSet<CheckpointEntity> Checkpoints => Set<CheckpointEntity>();

    public DbSet<RunEventEntity> RunEvents => Set<RunEventEntity>();

    public DbSet<ModelEntity> Models => Set<ModelEntity>();

    public DbSet<ModelAliasEntity> ModelAliases => Set<ModelAliasEntity>();

    public DbSet<ModelAliasChangeEntity> ModelAliasChanges => Set<ModelAliasChangeEntity>();

    public DbSet<TestErrorEntity> TestErrors => Set<TestErrorEntity>();

    /// <summary>A run, for a change of it within a transaction: whoever else would change it waits. A transaction of SQLite is alone anyway.</summary>
    public virtual IQueryable<TrainingRunEntity> LockedRun(Guid id) => TrainingRuns.Where(run => run.Id == id);

    /// <summary>Likewise a sweep. It is locked before its runs, by whoever changes both.</summary>
    public virtual IQueryable<SweepEntity> LockedSweep(Guid id) => Sweeps.Where(sweep => sweep.Id == id);

    /// <summary>Likewise the runs of a sweep, in order of their ids, so that nobody waits in a circle; to be read as they are.</summary>
    public virtual IQueryable<TrainingRunEntity> LockedRunsOf(Guid sweepId) => TrainingRuns.Where(run => run.SweepId == sweepId).OrderBy(run => run.Id);

    /// <summary>Until the transaction ends nobody else adds to the queue.</summary>
    public virtual Task LockQueueAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Throws what a write would throw at the moment, where the database cannot be written.</summary>
    public virtual Task CheckWritableAsync(CancellationToken token) => SqliteWriteProbe.RunAsync(Database.GetConnectionString(), token);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<RunState>().HaveConversion<CamelCaseConverter<RunState>>();
        configurationBuilder.Properties<SweepState>().HaveConversion<CamelCaseConverter<SweepState>>();
        configurationBuilder.Properties<SweepSearch>().HaveConversion<CamelCaseConverter<SweepSearch>>();
        configurationBuilder.Properties<AttemptOutcome>().HaveConversion<CamelCaseConverter<AttemptOutcome>>();
        configurationBuilder.Properties<RunEventKind>().HaveConversion<CamelCaseConverter<RunEventKind>>();
        configurationBuilder.Properties<AliasChangeOrigin>().HaveConversion<CamelCaseConverter<AliasChangeOrigin>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<TrainingRunEntity>(run =>
        {
            run.ToTable("training_runs").HasKey(row => row.Id);
            run.Property(row => row.EventSequence).IsConcurrencyToken();
            run.HasIndex(row => row.IdempotencyKey).IsUnique();
            run.HasIndex(row => new { row.State, row.QueuedAt });
            run.HasIndex(row => row.CreatedAt);
            run.HasIndex(row => row.SweepId); // No foreign key: SQLite would copy the whole table for it, and not in one transaction.
        });
        modelBuilder.Entity<SweepEntity>(sweep =>
        {
            sweep.ToTable("sweeps").HasKey(row => row.Id);
            sweep.Ignore(row => row.Halving).Ignore(row => row.Plan);
            sweep.HasIndex(row => row.IdempotencyKey).IsUnique();
            sweep.HasIndex(row => row.CreatedAt);
            sweep.HasIndex(row => row.State);
        });
        OfRun<RunAttemptEntity>("run_attempts", nameof(RunAttemptEntity.RunId), nameof(RunAttemptEntity.Number));
        OfRun<EpochEntity>("epochs", nameof(EpochEntity.RunId), nameof(EpochEntity.Epoch));
        OfRun<CheckpointEntity>("checkpoints", nameof(CheckpointEntity.RunId), nameof(CheckpointEntity.Epoch));
        OfRun<RunEventEntity>("run_events", nameof(RunEventEntity.RunId), nameof(RunEventEntity.Sequence));
        modelBuilder.Entity<ModelEntity>(model =>
        {
            model.ToTable("models").HasKey(row => row.Id);
            model.HasOne<TrainingRunEntity>().WithOne().HasForeignKey<ModelEntity>(row => row.Id).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ModelAliasEntity>(alias =>
        {
            alias.ToTable("model_aliases").HasKey(row => row.Alias);
            alias.Property(row => row.Version).IsConcurrencyToken();
            alias.HasOne<ModelEntity>().WithMany().HasForeignKey(row => row.ModelId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<ModelAliasChangeEntity>().ToTable("model_alias_changes").HasKey(row => new { row.Alias, row.Number });
        modelBuilder.Entity<TestErrorEntity>(error =>
        {
            error.ToTable("test_errors").HasKey(row => new { row.ModelId, row.Index });
            error.HasOne<ModelEntity>().WithMany().HasForeignKey(row => row.ModelId).OnDelete(DeleteBehavior.Cascade);
        });

        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));

        void OfRun<TEntity>(string table, params string[] key)
            where TEntity : class => modelBuilder.Entity<TEntity>(entity =>
            {
                entity.ToTable(table).HasKey(key);
                entity.HasOne<TrainingRunEntity>().WithMany().HasForeignKey(key[0]).OnDelete(DeleteBehavior.Cascade);
            });
    }

    /// <summary>SQLite forgets that a time is UTC.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(time => time, time => DateTime.SpecifyKind(time, DateTimeKind.Utc));

    /// <summary>The same words in the database as over HTTP.</summary>
    private sealed class CamelCaseConverter<TEnum>() : ValueConverter<TEnum, string>(
        value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), text => Enum.Parse<TEnum>(text, true))
        where TEnum : struct, Enum;
}
