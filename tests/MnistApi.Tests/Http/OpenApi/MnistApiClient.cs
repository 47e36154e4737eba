using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MnistApi.Tests.Generated;

/// <summary>Configures the generated client: it does not send fields that are not set.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The generated part has virtual methods.")]
internal partial class MnistApiClient
{
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;

    /// <summary>Serializes a body as the client does.</summary>
    public static string Serialize<T>(T body) => JsonSerializer.Serialize(body, _settings.Value);
}
