using Hangfire;
using Microsoft.Extensions.Options;
using MnistApi.Hosting;

namespace MnistApi.TrainingRuns;

internal static class TrainingRunServices
{
    public static IServiceCollection AddTrainingRuns(this IServiceCollection services)
    {
        services.AddValidatedOptions<TrainingOptions>("Training");
        services.AddSingleton<RunReader>().AddSingleton<RunTransactions>().AddSingleton<RunLeases>().AddSingleton<RunQueue>().AddSingleton<RunEventFeeds>().AddSingleton<RunEnding>().AddSingleton<RunResuming>();
        services.AddHangfire(configuration => configuration.UseInMemoryStorage());
        services.AddHostedService<RunReconciler>();
        services.AddHangfireServer((provider, server) =>
        {
            server.WorkerCount = provider.GetRequiredService<IOptions<TrainingOptions>>().Value.ConcurrentRuns;
            server.ShutdownTimeout = TimeSpan.FromSeconds(4); // A run stops at its next batch.
        });
        return services;
    }
}
