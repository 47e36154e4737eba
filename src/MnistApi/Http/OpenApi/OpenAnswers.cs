using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>
/// Allows additional fields in responses, because later versions may add some. Schemas that only requests use allow none, because the
/// service refuses unknown fields.
/// </summary>
internal sealed class OpenAnswers : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var schemas = swaggerDoc.Components!.Schemas!;
        var answered = new HashSet<string>();
        foreach (var operation in swaggerDoc.Paths.SelectMany(path => path.Value.Operations!.Values))
            foreach (var content in operation.Responses!.Values.SelectMany(response => response.Content?.Values ?? []))
                Collect(content.Schema, answered, schemas);
        foreach (var id in answered) ((OpenApiSchema)schemas[id]).AdditionalPropertiesAllowed = true;
    }

    /// <summary>Collects the ids of all schemas that a schema refers to, directly or indirectly.</summary>
    private static void Collect(IOpenApiSchema? schema, HashSet<string> ids, IDictionary<string, IOpenApiSchema> schemas)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
        {
            if (ids.Add(id)) Collect(schemas[id], ids, schemas);
        }
        else if (schema is not null)
        {
            var properties = schema.Properties?.Values ?? [];
            foreach (var part in (schema.AllOf ?? []).Concat(properties).Append(schema.Items).Append(schema.AdditionalProperties))
                Collect(part, ids, schemas);
        }
    }
}
