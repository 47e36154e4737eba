using System.Text.Json;
using System.Text.RegularExpressions;

namespace MnistApi.Tests.Http.OpenApi;

/// <summary>The OpenAPI document as JSON.</summary>
internal sealed class OpenApiDocument
{
    public const string File = "docs/openapi.json";

    private OpenApiDocument(JsonElement root)
    {
        Root = root;
        Schemas = root.GetProperty("components")
            .GetProperty("schemas")
            .EnumerateObject()
            .ToDictionary(schema => schema.Name, schema => schema.Value);
        Operations =
        [
            .. from path in root.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new DocumentedOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value),
        ];
    }

    /// <summary>The document in the repository; another test checks that the service serves the same document.</summary>
    public static OpenApiDocument Committed { get; } = Parse(System.IO.File.ReadAllText(Repository.PathOf(File)));

    public JsonElement Root { get; }

    public IReadOnlyDictionary<string, JsonElement> Schemas { get; }

    /// <summary>The operations in the order of the document.</summary>
    public IReadOnlyList<DocumentedOperation> Operations { get; }

    public static OpenApiDocument Parse(string json) => new(JsonElement.Parse(json));

    /// <summary>Finds the operation that answers a request: of those that match, the one with the fewest parameters in its path.</summary>
    public DocumentedOperation? Find(string method, string path) =>
        Operations
            .Where(operation => operation.Method == method && operation.Matches(path))
            .MinBy(operation => operation.Path.Count(letter => letter == '{'));

    /// <summary>Resolves a reference, with or without texts beside it, and returns any other schema unchanged.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        if (schema.TryGetProperty("allOf", out var parts)) schema = parts[0];
        return schema.TryGetProperty("$ref", out var reference)
            ? Schemas[reference.GetString()!["#/components/schemas/".Length..]]
            : schema;
    }
}

/// <summary>An operation of the document.</summary>
internal sealed record DocumentedOperation(string Method, string Path, JsonElement Json)
{
    private readonly Regex _path = new($"^{Regex.Replace(Regex.Escape(Path), @"\\\{[^}]*}", "[^/]+")}/?$", RegexOptions.IgnoreCase);

    public string Id => Json.GetProperty("operationId").GetString()!;

    public IEnumerable<JsonElement> Parameters => Json.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    public IEnumerable<JsonProperty> Responses => Json.GetProperty("responses").EnumerateObject();

    public bool Matches(string path) => _path.IsMatch(path);

    public JsonElement? ResponseOf(int status) =>
        Json.GetProperty("responses").TryGetProperty($"{status}", out var response) ? response : null;

    public override string ToString() => $"{Method} {Path}";
}
