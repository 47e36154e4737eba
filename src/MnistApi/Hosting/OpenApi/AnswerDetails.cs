using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Hosting.OpenApi;

/// <summary>Headers of answers, and the schema of those that are text.</summary>
internal sealed class AnswerDetails : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var responses = operation.Responses!;
        if (responses.TryGetValue("202", out var accepted))
            AddHeader(accepted, "Location", "Where the run is told of.", "/api/v1/training-runs/0e9f2f80-9b5c-4d2a-8b57-6f0c4f2b1c11");
        if (IsPage(context))
            AddHeader(responses["200"], "Link", "The first, previous, next and last page where there are such (RFC 8288).", "</api/v1/training-runs?page=2>; rel=\"next\"");
        if (responses.TryGetValue("304", out var unchanged))
        {
            ((OpenApiResponse)unchanged).Description = "The client has it already: `If-None-Match` named its `ETag`.";
            AddHeader(unchanged, "ETag", "Names this very content.", "\"7e3c0d2b4f6a8c1e-Test-119\"");
            AddHeader(responses["200"], "ETag", "Names this very content; sent back as `If-None-Match`, it saves the download.", "\"7e3c0d2b4f6a8c1e-Test-119\"");
        }

        // The framework knows one type for all content types of an answer, but CSV is a text, and a client must not wait for the end of a stream.
        foreach (var (type, content) in responses.Values.SelectMany(response => response.Content ?? new Dictionary<string, IOpenApiMediaType>()))
            if (type.StartsWith("text/", StringComparison.Ordinal))
                ((OpenApiMediaType)content).Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = type == "text/event-stream" ? "binary" : null };
    }

    private static bool IsPage(OperationFilterContext context) => context.ApiDescription.SupportedResponseTypes
        .Any(answer => answer.Type is { IsConstructedGenericType: true } type && type.GetGenericTypeDefinition() == typeof(PageOf<>));

    private static void AddHeader(IOpenApiResponse response, string name, string text, string example)
    {
        var described = (OpenApiResponse)response;
        described.Headers ??= new Dictionary<string, IOpenApiHeader>();
        described.Headers[name] = new OpenApiHeader { Description = text, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = JsonValue.Create(example) };
    }
}
