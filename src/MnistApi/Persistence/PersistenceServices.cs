using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Options;
using MnistApi.Hosting;

namespace MnistApi.Persistence;

/// <summary>Sets up the database.</summary>
internal static class PersistenceServices
{
    public static IServiceCollection AddPersistence(this IServiceCollection services)
    {
        services.AddValidatedOptions<StorageOptions>(section: null);
        services.AddSingleton(provider => new DataDirectory(provider.GetRequiredService<IOptions<StorageOptions>>().Value));
        services.AddDbContextFactory<MnistDb>((provider, options) =>
            UseSqlite(options, Path.Combine(provider.GetRequiredService<DataDirectory>().Path, "mnistapi.db")));
        return services;
    }

    /// <summary>Takes the data directory and brings the database to this version.</summary>
    public static async Task MigrateDatabaseAsync(this IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<MnistDb>>().CreateDbContextAsync();
        await FreeMigrationLockAsync(db);
        await db.Database.MigrateAsync();
    }

    /// <summary>
    /// EF Core locks a SQLite database by a row, which stays where the process was killed and is then waited for without end. Whoever has
    /// the data directory knows that nobody else migrates.
    /// </summary>
    private static async Task FreeMigrationLockAsync(MnistDb db)
    {
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'";
        if ((long)(await command.ExecuteScalarAsync())! == 0) return;

        command.CommandText = "DELETE FROM __EFMigrationsLock";
        await command.ExecuteNonQueryAsync();
    }

    private static void UseSqlite(DbContextOptionsBuilder options, string file) =>
        options.UseSqlite($"Data Source={file}").AddInterceptors(new SqlitePragmas());

    /// <summary>For the tool that writes migrations: it has no data directory.</summary>
    internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<MnistDb>
    {
        public MnistDb CreateDbContext(string[] args)
        {
            var options = new DbContextOptionsBuilder<MnistDb>();
            UseSqlite(options, "design.db");
            return new MnistDb(options.Options);
        }
    }
}
