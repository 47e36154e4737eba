using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace MnistApi.Storage;

/// <summary>
/// The database. Each feature adds its own tables: an <see cref="IEntityTypeConfiguration{TEntity}"/> for every entity, and an extension property
/// that names the rows.
/// </summary>
internal abstract class MnistDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>
    /// Rows that the current transaction is about to change. On PostgreSQL, every other transaction that wants to change them waits; on SQLite a
    /// transaction that writes is alone anyway.
    /// </summary>
    public abstract IQueryable<TEntity> Locked<TEntity>()
        where TEntity : class;

    /// <summary>Waits until no other transaction holds the lock of this key, and holds it until the current transaction ends.</summary>
    public abstract Task LockAsync(long key, CancellationToken token);

    /// <summary>Throws the exception that a write would throw now if the database cannot be written.</summary>
    public abstract Task CheckWritableAsync(CancellationToken token);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(MnistDb).Assembly);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
        {
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            if (type.IsEnum) property.SetValueConverter(typeof(CamelCaseConverter<>).MakeGenericType(type));
        }
    }
}
