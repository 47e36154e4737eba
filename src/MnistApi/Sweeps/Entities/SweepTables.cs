using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MnistApi.Http.Json;
using MnistApi.Storage;

namespace MnistApi.Sweeps.Entities;

/// <summary>The table of this feature.</summary>
internal sealed class SweepTables : IEntityTypeConfiguration<SweepEntity>
{
    public void Configure(EntityTypeBuilder<SweepEntity> builder)
    {
        builder.ToTable("sweeps").HasKey(sweep => sweep.Id);
        builder.Ignore(sweep => sweep.Halving).Ignore(sweep => sweep.Plan);
        builder.Property(sweep => sweep.Overrides).HasJsonConversion(ServiceJson.Options);
        builder.Property(sweep => sweep.Parameters).HasJsonConversion(ServiceJson.Options);
        builder.Property(sweep => sweep.Warnings).HasJsonConversion(ServiceJson.Options);
        builder.HasIndex(sweep => sweep.IdempotencyKey).IsUnique();
        builder.HasIndex(sweep => sweep.CreatedAt);
        builder.HasIndex(sweep => sweep.State);
    }
}

/// <summary>The rows of this feature.</summary>
internal static class SweepRows
{
    extension(MnistDb db)
    {
        public DbSet<SweepEntity> Sweeps => db.Set<SweepEntity>();

        /// <summary>Locks a sweep for a change in the current transaction. Returns null if there is no such sweep.</summary>
        public Task<SweepEntity?> LockSweepAsync(Guid id, CancellationToken token) =>
            db.Locked<SweepEntity>().SingleOrDefaultAsync(sweep => sweep.Id == id, token);
    }
}
