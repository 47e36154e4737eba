using MnistApi.Settings;

namespace MnistApi.Datasets;

internal static class DatasetServices
{
    public static IServiceCollection AddDatasets(this IServiceCollection services)
    {
        services.AddValidatedOptions<DatasetOptions>("Datasets");
        services.AddHttpClient(MnistDataset.Name);
        services.AddSingleton<MnistDataset>().AddHostedService(provider => provider.GetRequiredService<MnistDataset>());
        services.AddSingleton<DatasetCatalog>();
        services.AddSingleton(DatasetExamples.Feature);
        return services;
    }
}
