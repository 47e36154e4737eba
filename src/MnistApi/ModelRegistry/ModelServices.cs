using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Settings;
using MnistApi.TrainingRuns.Builtin;

namespace MnistApi.ModelRegistry;

internal static class ModelServices
{
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<ModelOptions>("Models");
        services.AddSingleton<ModelCache>().AddSingleton<AliasSwitch>().AddSingleton<BuiltinInstallation>();
        if (ProcessOptions.RoleIn(configuration) != ProcessRole.Worker) services.AddHostedService<ChampionWarming>();
        return services;
    }
}
