using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Endpoints;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Settings;

namespace MnistApi.ModelRegistry;

internal static class ModelServices
{
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<ModelOptions>("Models");
        services.AddSingleton(ModelExamples.Feature);
        services.AddSingleton<ModelCache>().AddSingleton<ServedModels>().AddSingleton<AliasSwitch>();
        if (ProcessOptions.RoleIn(configuration) == ProcessRole.Worker) return services;

        services.AddHostedService<ChampionWarming>().AddHostedService<ServedModelRefresh>();
        return services;
    }
}
