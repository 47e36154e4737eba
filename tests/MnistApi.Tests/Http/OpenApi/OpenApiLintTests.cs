using System.Text.Json;
using System.Text.RegularExpressions;

namespace MnistApi.Tests.Http.OpenApi;

/// <summary>Rules for all operations and schemas. A failure lists everything that breaks the rule.</summary>
public class OpenApiLintTests
{
    private static readonly OpenApiDocument Document = OpenApiDocument.Committed;

    [Fact]
    public void Operation_ids_are_unique_and_look_like_names_of_handlers()
    {
        None(Document.Operations.GroupBy(operation => operation.Id).Where(same => same.Count() > 1).Select(same => same.Key));
        None(Document.Operations.Where(operation => !Regex.IsMatch(operation.Id, "^[A-Z][A-Za-z]+$")));
    }

    [Fact]
    public void Each_operation_has_a_summary_one_tag_an_error_and_a_described_answer()
    {
        None(
            Document.Operations.Where(operation =>
                !HasText(operation.Json, "summary") || operation.Json.GetProperty("summary").GetString()!.EndsWith('.')));
        None(Document.Operations.Where(operation => operation.Json.GetProperty("tags").GetArrayLength() != 1));
        None(Document.Operations.Where(operation => operation.ResponseOf(500) is null));
        None(Document.Operations.Where(operation => !operation.Responses.Any(response => response.Name.StartsWith('2'))));
        None(
            from operation in Document.Operations
            from response in operation.Responses
            where !HasText(response.Value, "description")
            select $"{operation} {response.Name}");
        None(
            from operation in Document.Operations
            from response in operation.Responses
            where response.Name is not ("204" or "304") && !response.Value.TryGetProperty("content", out _)
            select $"{operation} {response.Name}");
        None(Document.AllContents().Where(content => !content.Content.TryGetProperty("schema", out _)).Select(content => content.Place));
    }

    [Fact]
    public void Tags_are_described_and_operations_are_in_their_order()
    {
        var tags = Document.Root.GetProperty("tags").EnumerateArray().ToArray();
        var order = tags.Select(tag => tag.GetProperty("name").GetString()).ToList();

        None(tags.Where(tag => !HasText(tag, "description")));
        Assert.Equal(order, Document.Operations.Select(operation => operation.Json.GetProperty("tags")[0].GetString()).Distinct());
    }

    [Fact]
    public void Each_parameter_has_a_description_and_a_typed_schema() =>
        None(from operation in Document.Operations
             from parameter in operation.Parameters
             where !HasText(parameter, "description") || !IsTyped(parameter.GetProperty("schema"))
             select $"{operation} {parameter.GetProperty("name")}");

    [Fact]
    public void Each_schema_is_typed_and_each_reference_leads_to_a_schema()
    {
        None(
            Document
                .AllSchemas()
                .Where(schema => !IsTyped(schema.Schema) && !IsAnyValue(schema.Place, schema.Schema))
                .Select(schema => schema.Place));
        None(References().Where(id => !Document.Schemas.ContainsKey(id)));
        None(Document.Schemas.Keys.Except(References()));
    }

    [Fact]
    public void Each_schema_and_each_property_is_described()
    {
        None(Document.Schemas.Where(schema => !HasText(schema.Value, "description")).Select(schema => schema.Key));
        None(Document.AllProperties().Where(property => !HasText(property.Schema, "description")).Select(property => property.Place));
    }

    [Fact]
    public void Each_enumeration_consists_of_words_and_explains_each_of_them()
    {
        var enumerations = Document.AllSchemas().Where(schema => schema.Schema.TryGetProperty("enum", out _)).ToArray();
        var words = enumerations
            .SelectMany(schema =>
                schema.Schema.GetProperty("enum").EnumerateArray().Select(word => (schema.Place, schema.Schema, Word: word)))
            .ToArray();

        None(
            words.Where(word =>
                word.Word.ValueKind != JsonValueKind.String || !Regex.IsMatch(word.Word.GetString()!, "^[a-z][A-Za-z0-9-]*$")));
        None(
            words
                .Where(word => !Regex.IsMatch(word.Schema.GetProperty("description").GetString()!, $"`{word.Word}`.*\\w"))
                .Select(word => $"{word.Place}: {word.Word}"));
    }

    [Fact]
    public void Each_example_matches_its_schema() =>
        None(
            Document
                .AllExamples()
                .SelectMany(example => Document.Faults(example.Schema, example.Value).Select(fault => $"{example.Place}: {fault}")));

    [Fact]
    public void Each_JSON_request_body_has_an_example() =>
        None(
            Document
                .AllContents()
                .Where(content => content.Place.Contains(" request ", StringComparison.Ordinal) && content.Type == "application/json")
                .Where(content =>
                    !content.Content.TryGetProperty("examples", out _)
                    && !Document.Resolve(content.Content.GetProperty("schema")).TryGetProperty("example", out _))
                .Select(content => content.Place));

    [Fact]
    public void Texts_do_not_refer_to_the_code() =>
        None(OpenApiLint.AllTexts("", Document.Root).Where(text => Regex.IsMatch(text.Text, @"MnistApi\.\w|[a-z]\(\)|</|cref|  |^\s|\s$")));

    [Fact]
    public void The_document_contains_nothing_about_this_machine()
    {
        var text = File.ReadAllText(Repository.PathOf(OpenApiDocument.File));

        Assert.False(Document.Root.TryGetProperty("servers", out _));
        Assert.DoesNotContain(Environment.MachineName, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("localhost", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
    }

    /// <summary>Asserts that nothing breaks the rule, and lists what does.</summary>
    private static void None<T>(IEnumerable<T> broken) => Assert.True(!broken.Any(), string.Join("\n", broken));

    private static bool HasText(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && !string.IsNullOrWhiteSpace(text.GetString());

    /// <summary>Whether a schema has a type and its parts, or refers to another schema.</summary>
    private static bool IsTyped(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out _)) return true;
        if (schema.TryGetProperty("allOf", out var parts)) return parts.GetArrayLength() == 1 && parts[0].TryGetProperty("$ref", out _);
        return schema.TryGetProperty("type", out var type)
            && type.GetString() switch
            {
                "array" => schema.TryGetProperty("items", out _),
                "object" => schema.TryGetProperty("properties", out _)
                    || (schema.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object),
                _ => true,
            };
    }

    /// <summary>Whether a schema is that of a sweep's parameters or overrides, whose values may have any type.</summary>
    private static bool IsAnyValue(string place, JsonElement schema) =>
        Regex.IsMatch(place, @"^Sweep\w*\.(parameters|overrides)\[key]$")
        && schema.EnumerateObject().Select(property => property.Name).SequenceEqual(["description"]);

    private static HashSet<string> References() =>
        [.. Regex.Matches(Document.Root.GetRawText(), "\"#/components/schemas/([^\"]+)\"").Select(match => match.Groups[1].Value)];
}
