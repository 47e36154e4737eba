using Hangfire;
using Hangfire.PostgreSql;
using Microsoft.Extensions.Options;
using MnistApi.Settings;
using MnistApi.Storage;
using MnistApi.Storage.Postgres;
using MnistApi.TrainingRuns.Settings;
using MnistApi.TrainingRuns.Workers;

namespace MnistApi.Startup;

/// <summary>Adds Hangfire. It stores its jobs in memory or, with PostgreSQL, in the database of the service.</summary>
internal static class HangfireServices
{
    /// <summary>
    /// With sliding invisibility, a worker keeps its job as long as it is alive. Without it, Hangfire would deliver a job of more than 30
    /// minutes twice.
    /// </summary>
    private static PostgreSqlStorageOptions PostgresOptions => new()
    {
        SchemaName = PostgresMigration.HangfireSchema,
        PrepareSchemaIfNecessary = false, // The migration prepares the schema under its own lock.
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromMinutes(1),
        QueuePollInterval = TimeSpan.FromMilliseconds(500), // The default, 15 s, would delay every queued run.
    };

    /// <summary>
    /// Adds the Hangfire client, and the Hangfire server if this process trains. Call it after the features, because their hosted services
    /// must start first.
    /// </summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHangfire((provider, hangfire) => UseStorage(hangfire, provider.GetRequiredService<IOptions<StorageOptions>>().Value));
        if (ProcessOptions.RoleIn(configuration) == ProcessRole.Api) return services;

        return services.AddHangfireServer((provider, server) =>
        {
            server.Queues = [RunDelivery.AheadQueue, RunDelivery.Queue];
            server.WorkerCount = provider.GetRequiredService<IOptions<TrainingOptions>>().Value.ConcurrentRuns;
            server.ShutdownTimeout = TimeSpan.FromSeconds(4); // A run stops after its current batch.
        });
    }

    private static void UseStorage(IGlobalConfiguration hangfire, StorageOptions options)
    {
        if (options.Provider == StorageProvider.Sqlite)
        {
            hangfire.UseInMemoryStorage();
            return;
        }

        var connectionString = PostgresConnection.StringOf(options);
        hangfire.UsePostgreSqlStorage(postgres => postgres.UseNpgsqlConnection(connectionString), PostgresOptions);
    }
}
