using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using MnistApi.Http.Json;
using MnistApi.Http.Parameters;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>Headers of answers, and the schema of those that are text.</summary>
internal sealed class AnswerDetails(IEnumerable<OpenApiFeature> features) : IOperationFilter
{
    private const string EntityTag = "\"b2d8f5bf39174ee5\"";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var responses = operation.Responses!;
        if (responses.TryGetValue("202", out var accepted) && FindAcceptedExample(context) is { } example)
        {
            AddExample(accepted, example.Value);
            AddHeader(accepted, "Location", "The address of what was accepted.", example.Location);
        }

        if (IsPage(context))
            AddHeader(responses["200"], "Link", "The first, previous, next and last page where there are such (RFC 8288).", "</api/v1/training-runs?page=2>; rel=\"next\"");
        if (responses.TryGetValue("304", out var unchanged))
        {
            ((OpenApiResponse)unchanged).Description = "The client has it already: `If-None-Match` named its `ETag`.";
            AddHeader(unchanged, "ETag", "Names this very content.", EntityTag);
            AddHeader(responses["200"], "ETag", "Names this very content; sent back as `If-None-Match`, it saves the download.", EntityTag);
        }

        // The framework knows one type for all content types of an answer, but CSV is a text, and a client must not wait for the end of a stream.
        foreach (var (type, content) in responses.Values.SelectMany(response => response.Content ?? new Dictionary<string, IOpenApiMediaType>()))
            if (type.StartsWith("text/", StringComparison.Ordinal))
                ((OpenApiMediaType)content).Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = type == "text/event-stream" ? "binary" : null };
    }

    private AcceptedExample? FindAcceptedExample(OperationFilterContext context)
    {
        var answered = context.ApiDescription.SupportedResponseTypes.Select(answer => answer.Type).ToArray();
        return features.Select(feature => feature.Accepted).OfType<AcceptedExample>().FirstOrDefault(example => answered.Contains(example.Value.GetType()));
    }

    private static bool IsPage(OperationFilterContext context) => context.ApiDescription.SupportedResponseTypes
        .Any(answer => answer.Type is { IsConstructedGenericType: true } type && type.GetGenericTypeDefinition() == typeof(PageOf<>));

    /// <summary>What was just accepted waits, while the schema's own example has ended.</summary>
    private static void AddExample(IOpenApiResponse response, object example)
    {
        foreach (var content in response.Content!.Values.OfType<OpenApiMediaType>()) content.Example = JsonSerializer.SerializeToNode(example, example.GetType(), ServiceJson.Options);
    }

    private static void AddHeader(IOpenApiResponse response, string name, string text, string example)
    {
        var described = (OpenApiResponse)response;
        described.Headers ??= new Dictionary<string, IOpenApiHeader>();
        described.Headers[name] = new OpenApiHeader { Description = text, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = JsonValue.Create(example) };
    }
}
