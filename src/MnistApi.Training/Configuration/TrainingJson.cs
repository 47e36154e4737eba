using System.Text.Json;
using System.Text.Json.Serialization;

namespace MnistApi.Training.Configuration;

/// <summary>How configurations and results are written as JSON: camelCase, enums as strings, no unknown members.</summary>
public static class TrainingJson
{
    /// <summary>The options, read-only. Non-finite numbers, which a lecture's run has, are the strings "NaN" and "Infinity".</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.General)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            MaxDepth = 16,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
