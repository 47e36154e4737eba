using MnistApi.Settings;
using MnistApi.TrainingRuns.Builtin;
using MnistApi.TrainingRuns.Endpoints;
using MnistApi.TrainingRuns.Events;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Queries;
using MnistApi.TrainingRuns.Settings;
using MnistApi.TrainingRuns.Workers;

namespace MnistApi.TrainingRuns;

internal static class TrainingRunServices
{
    public static IServiceCollection AddTrainingRuns(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<TrainingOptions>("Training");
        services.AddSingleton<WorkerCount>().AddSingleton<RunReader>();
        services.AddSingleton<IRunDelivery, RunDelivery>().AddSingleton<RunTransactions>();
        services.AddSingleton<RunQueue>().AddSingleton<RunLeases>();
        services.AddSingleton<RunAcceptance>().AddSingleton<RunEnding>().AddSingleton<RunResuming>();
        services.AddSingleton<RunEventFeeds>();
        services.AddSingleton<BuiltinInstallation>();
        services.AddSingleton(TrainingRunExamples.Feature).AddSingleton(RecipeEndpoints.Feature);
        return ProcessOptions.RoleIn(configuration) == ProcessRole.Api ? services : services.AddWorkers();
    }

    private static IServiceCollection AddWorkers(this IServiceCollection services) => services
        .AddSingleton<KernelCheck>()
        .AddSingleton<RunTraining>().AddSingleton<AttemptEnding>()
        .AddHostedService<RunReconciler>();
}
