using System.Text.Json;
using System.Text.Json.Serialization;

namespace MnistApi.Training.Configuration;

/// <summary>The JSON of configurations and results: camelCase names, enums as strings, no unknown members.</summary>
public static class TrainingJson
{
    /// <summary>
    /// Read-only options. The numbers that are not finite, which some lecture runs have, are the strings "NaN" and "Infinity".
    /// </summary>
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
