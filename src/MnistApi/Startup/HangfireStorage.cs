using Hangfire;
using Hangfire.PostgreSql;
using MnistApi.Storage;
using MnistApi.Storage.Postgres;

namespace MnistApi.Startup;

/// <summary>Where Hangfire keeps its jobs: in memory, or beside the data in PostgreSQL.</summary>
internal static class HangfireStorage
{
    public const string Schema = "hangfire";

    /// <summary>With sliding invisibility a job belongs to its worker as long as that lives; without it Hangfire would deliver a run of more than 30 minutes twice.</summary>
    private static PostgreSqlStorageOptions PostgresOptions => new()
    {
        SchemaName = Schema,
        PrepareSchemaIfNecessary = false, // By the migration, under its lock.
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromMinutes(1),
        QueuePollInterval = TimeSpan.FromMilliseconds(500), // Hangfire's is 15 s, for which a queued run would wait.
    };

    public static void UseStorage(this IGlobalConfiguration hangfire, StorageOptions options)
    {
        if (options.Provider == StorageProvider.Postgres) hangfire.UsePostgreSqlStorage(postgres => postgres.UseNpgsqlConnection(PostgresConnection.StringOf(options)), PostgresOptions);
        else hangfire.UseInMemoryStorage();
    }
}
