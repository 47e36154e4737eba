using MnistApi.Settings;
using MnistApi.Sweeps.Endpoints;
using MnistApi.Sweeps.Lifecycle;

namespace MnistApi.Sweeps;

internal static class SweepServices
{
    public static IServiceCollection AddSweeps(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(SweepExamples.Feature);
        services.AddSingleton<SweepAcceptance>().AddSingleton<SweepEnding>().AddSingleton<SweepRounds>();
        return ProcessOptions.RoleIn(configuration) == ProcessRole.Api ? services : services.AddHostedService<SweepReconciler>();
    }
}
