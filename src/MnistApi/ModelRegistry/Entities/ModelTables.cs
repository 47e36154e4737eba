using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MnistApi.Http.Json;
using MnistApi.Storage;
using MnistApi.Training.Configuration;

namespace MnistApi.ModelRegistry.Entities;

/// <summary>The tables of this feature.</summary>
internal sealed class ModelTables :
    IEntityTypeConfiguration<ModelEntity>,
    IEntityTypeConfiguration<ModelAliasEntity>,
    IEntityTypeConfiguration<ModelAliasChangeEntity>,
    IEntityTypeConfiguration<CheckpointEntity>,
    IEntityTypeConfiguration<TestErrorEntity>
{
    public void Configure(EntityTypeBuilder<ModelEntity> builder)
    {
        builder.ToTable("models").HasKey(model => model.Id);
        builder.Property(model => model.Config).HasJsonConversion(TrainingJson.Options);
        builder.Property(model => model.Evaluation).HasJsonConversion(ServiceJson.Options);
    }

    public void Configure(EntityTypeBuilder<ModelAliasEntity> builder)
    {
        builder.ToTable("model_aliases").HasKey(alias => alias.Alias);
        builder.Property(alias => alias.Version).IsConcurrencyToken();
        builder.HasOne<ModelEntity>().WithMany().HasForeignKey(alias => alias.ModelId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ModelAliasChangeEntity> builder)
    {
        builder.ToTable("model_alias_changes").HasKey(change => new { change.Alias, change.Number });
        builder.Property(change => change.Report).HasJsonConversion(ServiceJson.Options);
    }

    public void Configure(EntityTypeBuilder<CheckpointEntity> builder) =>
        builder.ToTable("checkpoints").HasKey(checkpoint => new { checkpoint.RunId, checkpoint.Epoch });

    public void Configure(EntityTypeBuilder<TestErrorEntity> builder)
    {
        builder.ToTable("test_errors").HasKey(error => new { error.ModelId, error.Index });
        builder.HasOne<ModelEntity>().WithMany().HasForeignKey(error => error.ModelId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>The rows of this feature.</summary>
internal static class ModelRows
{
    extension(MnistDb db)
    {
        public DbSet<ModelEntity> Models => db.Set<ModelEntity>();

        public DbSet<ModelAliasEntity> ModelAliases => db.Set<ModelAliasEntity>();

        public DbSet<ModelAliasChangeEntity> ModelAliasChanges => db.Set<ModelAliasChangeEntity>();

        public DbSet<CheckpointEntity> Checkpoints => db.Set<CheckpointEntity>();

        public DbSet<TestErrorEntity> TestErrors => db.Set<TestErrorEntity>();
    }
}
