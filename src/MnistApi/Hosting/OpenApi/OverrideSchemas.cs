using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Hosting.OpenApi;

/// <summary>
/// Schemas of overrides, made from those of the configuration, so that they cannot drift: the same fields, bounds and texts, but none is
/// required. <c>NetworkConfig</c> gives <c>NetworkOverrides</c>.
/// </summary>
internal sealed class OverrideSchemas(OperationFilterContext context)
{
    /// <summary>The schema of a configuration's overrides; it is not added to the document, but those of the objects within are.</summary>
    public OpenApiSchema Of(Type config)
    {
        var reference = (OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(config, context.SchemaRepository);
        return Of(reference.Reference.Id!);
    }

    private OpenApiSchema Of(string id)
    {
        var schema = (OpenApiSchema)context.SchemaRepository.Schemas[id].CreateShallowCopy();
        schema.Required = null;
        schema.Properties = schema.Properties!.ToDictionary(property => property.Key, property => Override(property.Value));
        schema.AdditionalPropertiesAllowed = false;
        return schema;
    }

    private IOpenApiSchema Override(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
            return context.SchemaRepository.Schemas[id].Properties is { Count: > 0 } ? Reference(id) : schema;
        if (schema is not { AllOf.Count: > 0 } and not { Items: not null }) return schema;

        var copy = (OpenApiSchema)schema.CreateShallowCopy();
        if (copy.AllOf is { Count: > 0 } parts) copy.AllOf = [.. parts.Select(Override)];
        if (copy.Items is { } items) copy.Items = Override(items);
        return copy;
    }

    private OpenApiSchemaReference Reference(string id)
    {
        var name = id.Replace("Config", "Overrides", StringComparison.Ordinal);
        if (!context.SchemaRepository.Schemas.ContainsKey(name)) context.SchemaRepository.AddDefinition(name, Of(id));
        return new OpenApiSchemaReference(name, context.Document);
    }
}
