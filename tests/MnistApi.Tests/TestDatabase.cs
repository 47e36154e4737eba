using Microsoft.EntityFrameworkCore;
using MnistApi.Storage;
using MnistApi.Storage.Postgres;
using MnistApi.Storage.Sqlite;

namespace MnistApi.Tests;

/// <summary>The database of a service under test, for changes that no request can make.</summary>
internal static class TestDatabase
{
    /// <summary>The trait of the test classes that run on both databases in <c>.ci/run</c>.</summary>
    public const string Category = "Storage";

    /// <summary>The value of the trait <see cref="Category"/> for tests whose result must not depend on the database.</summary>
    public const string AnyProvider = "any";

    /// <summary>Whether the tests run with <c>TEST_STORAGE=postgres</c>.</summary>
    public static bool IsPostgres { get; } = Environment.GetEnvironmentVariable("TEST_STORAGE") == "postgres";

    /// <param name="dataDirectory">The data directory of the service.</param>
    public static MnistDb Open(string dataDirectory) =>
        IsPostgres
            ? new PostgresMnistDb(
                new DbContextOptionsBuilder<PostgresMnistDb>().UseNpgsql(PostgresDatabase.ConnectionStringOf(dataDirectory)).Options)
            : new SqliteMnistDb(
                new DbContextOptionsBuilder<SqliteMnistDb>()
                    .UseSqlite($"Data Source={FileIn(dataDirectory)};Pooling=false")
                    .AddInterceptors(new SqlitePragmas())
                    .Options);

    /// <summary>Creates the tables, as a service does at its first start.</summary>
    public static async Task CreateTablesAsync(string dataDirectory)
    {
        if (IsPostgres) PostgresDatabase.CreateIfMissing(dataDirectory);
        await using var db = Open(dataDirectory);
        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The database file of a service with SQLite. With PostgreSQL, the calling test is skipped.</summary>
    public static string FileIn(string dataDirectory)
    {
        Assert.SkipWhen(IsPostgres, "The test needs the file of a SQLite database.");
        return Path.Combine(dataDirectory, "mnistapi.db");
    }
}
