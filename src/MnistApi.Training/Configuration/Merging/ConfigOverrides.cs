using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MnistApi.Training.Configuration.Merging;

/// <summary>The result of applying overrides to a configuration.</summary>
/// <param name="Config">A valid configuration; null if there are errors.</param>
/// <param name="Errors">All errors in the order of the overrides; empty if there is a configuration.</param>
public sealed record OverriddenConfig(TrainingConfig? Config, IReadOnlyList<ValidationError> Errors);

/// <summary>
/// Changes fields of a configuration with JSON of the same shape, such as <c>{"epochs":3,"optimizer":{"learningRate":0.005}}</c>.
/// </summary>
public static class ConfigOverrides
{
    // The encoder is relaxed because messages quote the values outside of HTML. Both ends stop at the writer's own limit of 1,000 levels.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = 1000 };

    /// <summary>
    /// Merges objects field by field and replaces arrays as a whole. An object starts from its defaults if the configuration has null there
    /// or if its <c>kind</c> changes, because the fields of the old kind do not apply. Names and enum values are case-sensitive.
    /// </summary>
    /// <param name="config">A valid configuration. It does not change.</param>
    /// <param name="overrides">Any JSON object. It may come from an untrusted source.</param>
    /// <returns>
    /// A valid configuration, or all errors. If names and types are right, the errors are those of <see cref="ConfigValidator"/>.
    /// </returns>
    public static OverriddenConfig Apply(TrainingConfig config, JsonObject overrides)
    {
        if (Parse(overrides, out var reason) is not { } parsed)
            return new OverriddenConfig(null, [new ValidationError("", $"The overrides are not a valid JSON object: {reason}")]);

        var merge = new ConfigMerge();
        var current = JsonSerializer.SerializeToNode(config, TrainingJson.Options)!.AsObject();
        var merged = merge.Objects(typeof(TrainingConfig), current, parsed, path: "");
        if (merge.Errors.Count > 0) return new OverriddenConfig(null, merge.Errors);

        var result = merged.Deserialize<TrainingConfig>(TrainingJson.Options)!;
        var errors = ConfigValidator.Validate(result);
        return new OverriddenConfig(errors.Count == 0 ? result : null, errors);
    }

    /// <summary>
    /// Writes the overrides as text and parses it. A <see cref="JsonObject"/> can hold any .NET object, and every access throws if a key
    /// occurs twice. The result is null if the overrides are nested too deeply or cannot be written as JSON.
    /// </summary>
    private static JsonElement? Parse(JsonObject overrides, out string reason)
    {
        reason = "";
        try
        {
            var text = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(text, WriterOptions)) overrides.WriteTo(writer, TrainingJson.Options);
            return JsonElement.Parse(text.WrittenSpan, ReaderOptions);
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException or ArgumentException or JsonException)
        {
            reason = e.Message;
            return null;
        }
    }
}
