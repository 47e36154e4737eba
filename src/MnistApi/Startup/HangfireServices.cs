using Hangfire;
using Hangfire.PostgreSql;
using Microsoft.Extensions.Options;
using MnistApi.Settings;
using MnistApi.Storage;
using MnistApi.Storage.Postgres;
using MnistApi.TrainingRuns.Settings;
using MnistApi.TrainingRuns.Workers;

namespace MnistApi.Startup;

/// <summary>Hangfire: its jobs are kept in memory, or beside the data in PostgreSQL.</summary>
internal static class HangfireServices
{
    /// <summary>
    /// With sliding invisibility, a job belongs to its worker as long as that is alive; without it, Hangfire would deliver a job of more than
    /// 30 minutes twice.
    /// </summary>
    private static PostgreSqlStorageOptions PostgresOptions => new()
    {
        SchemaName = PostgresMigration.HangfireSchema,
        PrepareSchemaIfNecessary = false, // The migration prepares it under its own lock.
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromMinutes(1),
        QueuePollInterval = TimeSpan.FromMilliseconds(500), // Hangfire's default of 15 s would delay every queued run.
    };

    /// <summary>Adds Hangfire's client, and its workers if this process trains. Call it after the features, whose hosted services start first.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHangfire((provider, hangfire) => UseStorage(hangfire, provider.GetRequiredService<IOptions<StorageOptions>>().Value));
        return ProcessOptions.RoleIn(configuration) == ProcessRole.Api ? services : services.AddHangfireServer((provider, server) =>
        {
            server.Queues = [RunDelivery.AheadQueue, RunDelivery.Queue];
            server.WorkerCount = provider.GetRequiredService<IOptions<TrainingOptions>>().Value.ConcurrentRuns;
            server.ShutdownTimeout = TimeSpan.FromSeconds(4); // A run stops at its next batch.
        });
    }

    private static void UseStorage(IGlobalConfiguration hangfire, StorageOptions options)
    {
        if (options.Provider == StorageProvider.Sqlite) hangfire.UseInMemoryStorage();
        else hangfire.UsePostgreSqlStorage(postgres => postgres.UseNpgsqlConnection(PostgresConnection.StringOf(options)), PostgresOptions);
    }
}
