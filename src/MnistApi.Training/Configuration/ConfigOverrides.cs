using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MnistApi.Training.Configuration;

/// <summary>What overrides made of a configuration.</summary>
/// <param name="Config">A valid configuration; null where there are errors.</param>
/// <param name="Errors">All that is wrong with the overrides, in their order; empty where there is a configuration.</param>
public sealed record OverriddenConfig(TrainingConfig? Config, IReadOnlyList<ValidationError> Errors);

/// <summary>Changes some fields of a configuration by JSON of the same shape, such as <c>{"epochs":3,"optimizer":{"learningRate":0.005}}</c>.</summary>
public static class ConfigOverrides
{
    // Relaxed, since values are quoted in messages, not in HTML. Both ends stop at the writer's own limit of 1,000 levels.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = 1000 };

    /// <summary>
    /// Objects are merged field by field, arrays replaced as a whole. An object starts from its defaults where the configuration has null, and
    /// where its <c>kind</c> becomes another one, since the fields of the old kind do not apply. Names and enum values are case-sensitive.
    /// </summary>
    /// <param name="config">A valid configuration; it is not changed.</param>
    /// <param name="overrides">Any object, from a stranger too.</param>
    /// <returns>The valid configuration, or all errors: those of names and types, or else those that <see cref="ConfigValidator"/> finds.</returns>
    public static OverriddenConfig Apply(TrainingConfig config, JsonObject overrides)
    {
        if (Plain(overrides, out var reason) is not { } plain)
            return new OverriddenConfig(null, [new ValidationError("", $"The overrides must be an object of JSON; they cannot be written as such: {reason}")]);

        var merge = new ConfigMerge();
        var merged = merge.Objects(typeof(TrainingConfig), JsonSerializer.SerializeToNode(config, TrainingJson.Options)!.AsObject(), plain, "");
        if (merge.Errors.Count > 0) return new OverriddenConfig(null, merge.Errors);

        var result = merged.Deserialize<TrainingConfig>(TrainingJson.Options)!;
        var errors = ConfigValidator.Validate(result);
        return new OverriddenConfig(errors.Count == 0 ? result : null, errors);
    }

    /// <summary>
    /// The overrides as text that was parsed: a <see cref="JsonObject"/> may hold any .NET object, and throws when it is asked for anything where a
    /// key occurs twice. Null where they are too deep or no JSON.
    /// </summary>
    private static JsonElement? Plain(JsonObject overrides, out string reason)
    {
        reason = "";
        try
        {
            var text = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(text, WriterOptions)) overrides.WriteTo(writer, TrainingJson.Options);
            return JsonElement.Parse(text.WrittenSpan, ReaderOptions);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or ArgumentException or JsonException)
        {
            reason = exception.Message;
            return null;
        }
    }
}
