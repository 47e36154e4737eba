using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace MnistApi.Storage;

/// <summary>
/// The database. Each feature adds its tables with an <see cref="IEntityTypeConfiguration{TEntity}"/> and an extension property for each
/// entity.
/// </summary>
internal abstract class MnistDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>
    /// The rows of a query, locked for changes by the current transaction. With PostgreSQL, other transactions wait before they change
    /// these rows. With SQLite, only one transaction writes at a time.
    /// </summary>
    public abstract IQueryable<TEntity> Locked<TEntity>()
        where TEntity : class;

    /// <summary>Waits until no other transaction holds the lock with this key, and holds it until the current transaction ends.</summary>
    public abstract Task LockAsync(long key, CancellationToken token);

    /// <summary>Throws the exception of a write if the database cannot be written.</summary>
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
