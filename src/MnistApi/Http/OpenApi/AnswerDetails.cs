using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using MnistApi.Http.Json;
using MnistApi.Http.Parameters;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>Describes the headers of responses, and the schemas of text responses.</summary>
internal sealed class AnswerDetails(IEnumerable<OpenApiFeature> features) : IOperationFilter
{
    private const string EntityTag = "\"b2d8f5bf39174ee5\"";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var responses = operation.Responses!;
        if (responses.TryGetValue("202", out var accepted) && FindAcceptedExample(context) is { } example)
        {
            AddExample(accepted, example.Value);
            AddHeader(accepted, "Location", "The URL of the new resource.", example.Location);
        }

        if (IsPage(context))
        {
            AddHeader(
                responses["200"],
                "Link",
                "The first, previous, next and last page, if they exist (RFC 8288).",
                "</api/v1/training-runs?page=2>; rel=\"next\"");
        }

        if (responses.TryGetValue("304", out var unchanged))
        {
            ((OpenApiResponse)unchanged).Description = "The content has not changed: its `ETag` is in `If-None-Match`.";
            AddHeader(unchanged, "ETag", "Identifies the content.", EntityTag);
            AddHeader(
                responses["200"],
                "ETag",
                "Identifies the content. Send it as `If-None-Match` to skip the download if the content has not changed.",
                EntityTag);
        }

        // The framework describes every content type of a response with the same schema. CSV is a text. An event stream is binary, so that
        // generated clients do not wait for its end.
        var contents = responses.Values.SelectMany(response => response.Content ?? new Dictionary<string, IOpenApiMediaType>());
        foreach (var (type, content) in contents)
        {
            if (!type.StartsWith("text/", StringComparison.Ordinal)) continue;
            var format = type == "text/event-stream" ? "binary" : null;
            ((OpenApiMediaType)content).Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = format };
        }
    }

    private AcceptedExample? FindAcceptedExample(OperationFilterContext context)
    {
        var answered = context.ApiDescription.SupportedResponseTypes.Select(answer => answer.Type).ToArray();
        return features.Select(feature => feature.Accepted)
            .OfType<AcceptedExample>()
            .FirstOrDefault(example => answered.Contains(example.Value.GetType()));
    }

    private static bool IsPage(OperationFilterContext context) => context.ApiDescription.SupportedResponseTypes
        .Any(answer => answer.Type is { IsConstructedGenericType: true } type && type.GetGenericTypeDefinition() == typeof(PageOf<>));

    /// <summary>Replaces the example of the schema, which has ended, with one that is still waiting.</summary>
    private static void AddExample(IOpenApiResponse response, object example)
    {
        foreach (var content in response.Content!.Values.OfType<OpenApiMediaType>())
            content.Example = JsonSerializer.SerializeToNode(example, example.GetType(), ServiceJson.Options);
    }

    private static void AddHeader(IOpenApiResponse response, string name, string text, string example)
    {
        var described = (OpenApiResponse)response;
        described.Headers ??= new Dictionary<string, IOpenApiHeader>();
        described.Headers[name] = new OpenApiHeader
        {
            Description = text,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = JsonValue.Create(example),
        };
    }
}
