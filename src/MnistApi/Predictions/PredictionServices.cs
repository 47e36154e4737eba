using Microsoft.Extensions.Options;
using MnistApi.Imaging.Decoding;
using MnistApi.Predictions.Endpoints;
using MnistApi.Predictions.Explanations;
using MnistApi.Predictions.Recognition;
using MnistApi.Predictions.Uploads;
using MnistApi.Settings;

namespace MnistApi.Predictions;

internal static class PredictionServices
{
    public static IServiceCollection AddPredictions(this IServiceCollection services)
    {
        services.AddValidatedOptions<PredictionOptions>("Predictions");
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<PredictionOptions>>().Value;
            return new ImageDecoder(ImageLimits.Default with { Bytes = options.MaxUploadBytes });
        });
        services.AddSingleton<DecodingQueue>();
        services.AddSingleton<UploadDecoder>();
        services.AddSingleton<UploadSlots>();
        services.AddSingleton<UploadReader>();
        services.AddSingleton<BatchReader>();
        services.AddSingleton<PredictionMetrics>();
        services.AddSingleton<FinitePredictor>();
        services.AddSingleton<Recognizer>();
        services.AddSingleton<Explainer>();
        services.AddSingleton<PredictionHandler>();
        services.AddSingleton(PredictionExamples.Feature);
        return services;
    }
}
