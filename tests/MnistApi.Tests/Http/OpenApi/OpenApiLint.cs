using System.Text.Json;

namespace MnistApi.Tests.Http.OpenApi;

/// <summary>The parts of the document to which rules apply, each with its place.</summary>
internal static class OpenApiLint
{
    /// <summary>Every schema of components, parameters, headers and contents, and every schema nested in them.</summary>
    public static IEnumerable<(string Place, JsonElement Schema)> AllSchemas(this OpenApiDocument document) =>
        document.Schemas.SelectMany(schema => Parts(schema.Key, schema.Value)).Concat(FindSchemas("", document.Root.GetProperty("paths")));

    /// <summary>Every property of every schema.</summary>
    public static IEnumerable<(string Place, JsonElement Schema)> AllProperties(this OpenApiDocument document) =>
        from schema in document.AllSchemas()
        where schema.Schema.TryGetProperty("properties", out _)
        from property in schema.Schema.GetProperty("properties").EnumerateObject()
        select ($"{schema.Place}.{property.Name}", property.Value);

    /// <summary>Every example, with its schema.</summary>
    public static IEnumerable<(string Place, JsonElement Schema, JsonElement Value)> AllExamples(this OpenApiDocument document) =>
        [
            .. from schema in document.AllSchemas()
            where schema.Schema.TryGetProperty("example", out _)
            select (schema.Place, schema.Schema, schema.Schema.GetProperty("example")),
            .. from content in document.AllContents()
            where content.Content.TryGetProperty("examples", out _)
            from example in content.Content.GetProperty("examples").EnumerateObject()
            select ($"{content.Place} {example.Name}", content.Content.GetProperty("schema"), example.Value.GetProperty("value")),
            .. from operation in document.Operations
            from parameter in operation.Parameters
            where parameter.TryGetProperty("example", out _)
            select ($"{operation} {parameter.GetProperty("name")}", parameter.GetProperty("schema"), parameter.GetProperty("example")),
        ];

    /// <summary>Every body of a request or a response, by content type.</summary>
    public static IEnumerable<(string Place, string Type, JsonElement Content)> AllContents(this OpenApiDocument document) =>
        from operation in document.Operations
        from body in operation
            .Responses.Select(response => (response.Name, response.Value))
            .Concat(operation.Json.TryGetProperty("requestBody", out var request) ? [("request", request)] : [])
        where body.Item2.TryGetProperty("content", out _)
        from content in body.Item2.GetProperty("content").EnumerateObject()
        select ($"{operation} {body.Item1} {content.Name}", content.Name, content.Value);

    /// <summary>All texts for readers.</summary>
    public static IEnumerable<(string Place, string Text)> AllTexts(string place, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property is { Name: "description" or "summary" or "title", Value.ValueKind: JsonValueKind.String }
                ? [($"{place}/{property.Name}", property.Value.GetString()!)]
                : AllTexts($"{place}/{property.Name}", property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((item, i) => AllTexts($"{place}/{i}", item)),
        _ => [],
    };

    /// <summary>A schema and the schemas nested in it; referenced schemas are listed elsewhere.</summary>
    private static IEnumerable<(string Place, JsonElement Schema)> Parts(string place, JsonElement schema)
    {
        yield return (place, schema);
        var parts = new List<(string Place, JsonElement Schema)>();
        if (schema.TryGetProperty("items", out var items)) parts.Add(($"{place}[]", items));
        if (schema.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object)
            parts.Add(($"{place}[key]", values));
        if (schema.TryGetProperty("allOf", out var all)) parts.AddRange(all.EnumerateArray().Select(part => (place, part)));
        if (schema.TryGetProperty("properties", out var properties))
            parts.AddRange(properties.EnumerateObject().Select(property => ($"{place}.{property.Name}", property.Value)));
        foreach (var part in parts.SelectMany(part => Parts(part.Place, part.Schema))) yield return part;
    }

    private static IEnumerable<(string Place, JsonElement Schema)> FindSchemas(string place, JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(property =>
                    property.Name switch
                    {
                        "schema" => Parts(place, property.Value),
                        "example" or "examples" => [],
                        _ => FindSchemas($"{place}/{property.Name}", property.Value),
                    }),
            JsonValueKind.Array => element.EnumerateArray().SelectMany((item, i) => FindSchemas($"{place}/{i}", item)),
            _ => [],
        };
}
