using MnistApi.Hosting;
using MnistApi.Models.Builtin;

namespace MnistApi.Models;

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
