using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MnistApi.Http.Json;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Storage;
using MnistApi.Training.Configuration;

namespace MnistApi.TrainingRuns.Entities;

/// <summary>The tables of this feature.</summary>
internal sealed class TrainingRunTables :
    IEntityTypeConfiguration<TrainingRunEntity>,
    IEntityTypeConfiguration<RunAttemptEntity>,
    IEntityTypeConfiguration<EpochEntity>,
    IEntityTypeConfiguration<RunEventEntity>,
    IEntityTypeConfiguration<CheckpointEntity>,
    IEntityTypeConfiguration<ModelEntity>
{
    public void Configure(EntityTypeBuilder<TrainingRunEntity> builder)
    {
        builder.ToTable("training_runs").HasKey(run => run.Id);
        builder.Property(run => run.EventSequence).IsConcurrencyToken();
        builder.Property(run => run.Config).HasJsonConversion(TrainingJson.Options);
        builder.Property(run => run.Warnings).HasJsonConversion(ServiceJson.Options);
        builder.Property(run => run.Failure).HasJsonConversion(ServiceJson.Options);
        builder.Property(run => run.SweepParameters).HasJsonConversion(ServiceJson.Options);
        builder.HasIndex(run => run.IdempotencyKey).IsUnique();
        builder.HasIndex(run => new { run.State, run.QueuedAt });
        builder.HasIndex(run => run.CreatedAt);
        // The sweep is not a foreign key: to add one, SQLite would copy the whole table, and not in one transaction.
        builder.HasIndex(run => run.SweepId);
        builder.HasMany(run => run.Attempts).WithOne().HasForeignKey(attempt => attempt.RunId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RunAttemptEntity> builder) =>
        builder.ToTable("run_attempts").HasKey(attempt => new { attempt.RunId, attempt.Number });

    public void Configure(EntityTypeBuilder<EpochEntity> builder)
    {
        builder.ToTable("epochs").HasKey(epoch => new { epoch.RunId, epoch.Epoch });
        builder.HasOne<TrainingRunEntity>().WithMany().HasForeignKey(epoch => epoch.RunId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RunEventEntity> builder)
    {
        builder.ToTable("run_events").HasKey(stored => new { stored.RunId, stored.Sequence });
        builder.HasOne<TrainingRunEntity>().WithMany().HasForeignKey(stored => stored.RunId).OnDelete(DeleteBehavior.Cascade);
    }

    /// <summary>A run owns its checkpoints.</summary>
    public void Configure(EntityTypeBuilder<CheckpointEntity> builder) =>
        builder.HasOne<TrainingRunEntity>().WithMany().HasForeignKey(checkpoint => checkpoint.RunId).OnDelete(DeleteBehavior.Cascade);

    /// <summary>A run owns its model.</summary>
    public void Configure(EntityTypeBuilder<ModelEntity> builder) =>
        builder.HasOne<TrainingRunEntity>().WithOne().HasForeignKey<ModelEntity>(model => model.Id).OnDelete(DeleteBehavior.Cascade);
}

/// <summary>The rows of this feature.</summary>
internal static class TrainingRunRows
{
    extension(MnistDb db)
    {
        public DbSet<TrainingRunEntity> TrainingRuns => db.Set<TrainingRunEntity>();

        public DbSet<RunAttemptEntity> RunAttempts => db.Set<RunAttemptEntity>();

        public DbSet<EpochEntity> Epochs => db.Set<EpochEntity>();

        public DbSet<RunEventEntity> RunEvents => db.Set<RunEventEntity>();

        /// <summary>Locks a run for a change in the current transaction, and loads its attempt that has not ended.</summary>
        /// <returns>The run; null if there is no such run.</returns>
        public async Task<TrainingRunEntity?> LockRunAsync(Guid id, CancellationToken token)
        {
            var run = await db.Locked<TrainingRunEntity>().SingleOrDefaultAsync(run => run.Id == id, token);
            if (run is not null) await db.RunAttempts.Where(attempt => attempt.RunId == id && attempt.EndedAt == null).LoadAsync(token);
            return run;
        }

        /// <summary>
        /// Locks all runs of a sweep. It locks them in the order of their ids, so that two such transactions cannot deadlock.
        /// </summary>
        public async Task<List<TrainingRunEntity>> LockRunsOfAsync(Guid sweepId, CancellationToken token)
        {
            var runs = await db.Locked<TrainingRunEntity>().Where(run => run.SweepId == sweepId).OrderBy(run => run.Id).ToListAsync(token);
            var running = runs.Where(run => run.State == Contracts.RunState.Running).Select(run => run.Id).ToArray();
            if (running.Length > 0)
                await db.RunAttempts.Where(attempt => running.Contains(attempt.RunId) && attempt.EndedAt == null).LoadAsync(token);
            return runs;
        }
    }
}
