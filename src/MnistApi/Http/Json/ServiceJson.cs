using System.Text.Json;
using System.Text.Json.Serialization;
using MnistApi.Training.Configuration;

namespace MnistApi.Http.Json;

/// <summary>
/// The JSON of requests, responses and database columns: camelCase names, enums as strings, and no unknown or repeated fields.
/// </summary>
internal static class ServiceJson
{
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    public static IServiceCollection AddServiceJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = TrainingJson.Options.MaxDepth;
        foreach (var converter in TrainingJson.Options.Converters) options.Converters.Add(converter);
    }
}
