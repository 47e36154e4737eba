using Microsoft.EntityFrameworkCore;

namespace MnistApi.Storage.Postgres;

/// <summary>The database on PostgreSQL. It is a separate type because EF Core has one sequence of migrations for each type.</summary>
internal sealed class PostgresMnistDb(DbContextOptions<PostgresMnistDb> options) : MnistDb(options)
{
    private const string ByteOrder = "C";

    public override IQueryable<TEntity> Locked<TEntity>() => Set<TEntity>().TagWith(RowLocks.Tag);

    public override Task LockAsync(long key, CancellationToken token) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({key})", token);

    /// <summary>
    /// PostgreSQL refuses a change on a standby server or in a read-only session even if it changes no row. It does not report how full its
    /// disk is.
    /// </summary>
    public override Task CheckWritableAsync(CancellationToken token) =>
        Database.ExecuteSqlAsync($"UPDATE model_aliases SET version = version WHERE false", token);

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.AddInterceptors(RowLocks.Interceptor);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // Sorts texts by their bytes, as SQLite does, whatever language the server uses.
        configurationBuilder.Properties<string>().UseCollation(ByteOrder);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        var properties = modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties());
        foreach (var json in properties.Where(JsonColumns.IsJson)) json.SetCollation(ByteOrder);
    }
}
