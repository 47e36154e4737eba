using Hangfire;
using Microsoft.Extensions.Options;
using MnistApi.Settings;
using MnistApi.Startup;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Events;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Queries;
using MnistApi.TrainingRuns.Workers;

namespace MnistApi.TrainingRuns;

internal static class TrainingRunServices
{
    public static IServiceCollection AddTrainingRuns(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<TrainingOptions>("Training");
        services.AddSingleton<WorkerCount>().AddSingleton<RunReader>().AddSingleton<RunTransactions>().AddSingleton<RunLeases>().AddSingleton<RunQueue>().AddSingleton<RunEventFeeds>().AddSingleton<RunEnding>().AddSingleton<RunResuming>();
        services.AddHangfire((provider, hangfire) => hangfire.UseStorage(provider.GetRequiredService<IOptions<StorageOptions>>().Value));
        return ProcessOptions.RoleIn(configuration) == ProcessRole.Api ? services : services.AddWorkers();
    }

    private static IServiceCollection AddWorkers(this IServiceCollection services)
    {
        services.AddHostedService<RunReconciler>();
        services.AddHangfireServer((provider, server) =>
        {
            server.WorkerCount = provider.GetRequiredService<IOptions<TrainingOptions>>().Value.ConcurrentRuns;
            server.ShutdownTimeout = TimeSpan.FromSeconds(4); // A run stops at its next batch.
        });
        return services;
    }
}
