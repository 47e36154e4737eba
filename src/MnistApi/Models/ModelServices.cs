using MnistApi.Hosting;
using MnistApi.Models.Builtin;

namespace MnistApi.Models;

internal static class ModelServices
{
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.AddValidatedOptions<ModelOptions>("Models");
        services.AddSingleton<ModelCache>().AddSingleton<AliasSwitch>().AddSingleton<BuiltinInstallation>();
        services.AddHostedService<ChampionWarming>();
        return services;
    }
}
