using MnistApi.Hosting;

namespace MnistApi.Models;

internal static class ModelServices
{
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.AddValidatedOptions<ModelOptions>("Models");
        services.AddSingleton<ModelCache>().AddSingleton<AliasSwitch>();
        services.AddHostedService<ChampionWarming>();
        return services;
    }
}
