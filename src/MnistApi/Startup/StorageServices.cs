using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using MnistApi.Settings;
using MnistApi.Storage;
using MnistApi.Storage.Postgres;
using MnistApi.Storage.Sqlite;

namespace MnistApi.Startup;

/// <summary>Adds the database.</summary>
internal static class StorageServices
{
    public static IServiceCollection AddPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<StorageOptions>(StorageOptions.Section);
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptions.Validator>();
        services.AddSingleton<IValidateOptions<ProcessOptions>, StorageOptions.Validator>();
        var isSqlite = StorageOptions.ProviderIn(configuration) == StorageProvider.Sqlite;
        services.AddSingleton(provider => new DataDirectoryLock(
            provider.GetRequiredService<IOptions<ProcessOptions>>().Value.DataDirectory,
            isExclusive: isSqlite));
        return isSqlite ? services.AddSqlite() : services.AddPostgres();
    }

    private static IServiceCollection AddSqlite(this IServiceCollection services) => services
        .AddSingleton<IMigration, SqliteMigration>()
        .AddDbContextFactory<SqliteMnistDb>((provider, options) =>
            UseSqlite(options, Path.Combine(provider.GetRequiredService<DataDirectoryLock>().Path, "mnistapi.db"))
                .ConfigureWarnings(SkipComparison))
        .AddSingleton<IDbContextFactory<MnistDb>, ContextFactory<SqliteMnistDb>>();

    private static IServiceCollection AddPostgres(this IServiceCollection services) => services
        .AddSingleton<IMigration, PostgresMigration>()
        .AddSingleton<DatabaseClock>()
        .AddSingleton<TimeProvider>(provider => provider.GetRequiredService<DatabaseClock>())
        .AddHostedService<DatabaseClockReading>()
        .AddDbContextFactory<PostgresMnistDb>((provider, options) =>
            options.UseNpgsql(PostgresConnection.StringOf(provider.GetRequiredService<IOptions<StorageOptions>>().Value))
                .ConfigureWarnings(SkipComparison))
        .AddSingleton<IDbContextFactory<MnistDb>, ContextFactory<PostgresMnistDb>>();

    private static DbContextOptionsBuilder UseSqlite(DbContextOptionsBuilder options, string file) =>
        options.UseSqlite(new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString)
            .AddInterceptors(new SqlitePragmas(), new SqliteReopening());

    /// <summary>
    /// Otherwise each start would compare the model with the last migration, to find a change without a migration. A test does that.
    /// </summary>
    private static void SkipComparison(WarningsConfigurationBuilder warnings) =>
        warnings.Ignore(RelationalEventId.PendingModelChangesWarning);

    /// <summary>Creates contexts of either provider as <see cref="MnistDb"/>.</summary>
    private sealed class ContextFactory<TDatabase>(IDbContextFactory<TDatabase> databases) : IDbContextFactory<MnistDb>
        where TDatabase : MnistDb
    {
        public MnistDb CreateDbContext() => databases.CreateDbContext();
    }

    /// <summary>Creates contexts for the EF Core tools, which have no data directory.</summary>
    internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteMnistDb>
    {
        public SqliteMnistDb CreateDbContext(string[] args)
        {
            var options = new DbContextOptionsBuilder<SqliteMnistDb>();
            UseSqlite(options, "design.db");
            return new SqliteMnistDb(options.Options);
        }
    }

    /// <summary>Creates contexts for the EF Core tools, which do not connect to a server.</summary>
    internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresMnistDb>
    {
        public PostgresMnistDb CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<PostgresMnistDb>().UseNpgsql("Host=localhost").Options);
    }
}
