using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>
/// Lets answers have more fields than are described, since later versions add some. What is only sent stays closed: the service refuses
/// fields that it does not know.
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

    /// <summary>The ids of all schemas that this one is made of.</summary>
    private static void Collect(IOpenApiSchema? schema, HashSet<string> ids, IDictionary<string, IOpenApiSchema> schemas)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
        {
            if (ids.Add(id)) Collect(schemas[id], ids, schemas);
        }
        else if (schema is not null)
        {
            foreach (var part in (schema.AllOf ?? []).Concat(schema.Properties?.Values ?? []).Append(schema.Items).Append(schema.AdditionalProperties))
                Collect(part, ids, schemas);
        }
    }
}
