using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MnistApi.Tests.Generated;

/// <summary>The generated client's one setting: a field that is not set is not sent.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "Its other part has virtual methods.")]
internal partial class MnistApiClient
{
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;

    /// <summary>A body as the client sends it.</summary>
    public static string Serialize<T>(T body) => JsonSerializer.Serialize(body, _settings.Value);
}
