using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>
/// Creates the schemas of overrides from those of the configuration, so that the two always agree. They have the same fields, bounds and
/// texts, but no field is required. For example, <c>NetworkConfig</c> gives <c>NetworkOverrides</c>.
/// </summary>
/// <remarks>
/// All fields are nullable, although few accept null. Otherwise generated clients would send an optional number as 0 instead of omitting
/// it.
/// </remarks>
internal sealed class OverrideSchemas(OperationFilterContext context)
{
    private const string ObjectNote =
        " Omitted fields keep the values of the recipe. "
        + "They have their defaults if the recipe does not have this object or `kind` changes.";

    private const string ListNote = " The list replaces that of the recipe.";
    private const string ObjectsNote = " The list replaces that of the recipe. Omitted fields of an item have their defaults.";

    /// <summary>
    /// Creates the schema of the overrides of a configuration. The schemas of its objects are added to the document, but not the schema
    /// itself.
    /// </summary>
    public OpenApiSchema Of(Type config)
    {
        var reference = (OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(config, context.SchemaRepository);
        return Of(reference.Reference.Id!);
    }

    private OpenApiSchema Of(string id)
    {
        var schema = (OpenApiSchema)context.SchemaRepository.Schemas[id].CreateShallowCopy();
        schema.Examples = null;
        schema.Required = null;
        schema.Properties = schema.Properties!.ToDictionary(
            property => property.Key,
            IOpenApiSchema (property) => Override(property.Value));
        schema.AdditionalPropertiesAllowed = false;
        return schema;
    }

    private OpenApiSchema Override(IOpenApiSchema property)
    {
        var copy = (OpenApiSchema)property.CreateShallowCopy();
        copy.Type = (copy.Type ?? 0) | JsonSchemaType.Null;
        if (copy.AllOf is [OpenApiSchemaReference config] && IsObject(config))
        {
            copy.AllOf = [Reference(config)];
            copy.Description += ObjectNote;
        }
        else if (copy.Items is OpenApiSchemaReference item && IsObject(item))
        {
            copy.Items = Reference(item);
            copy.Description += ObjectsNote;
        }
        else if (copy.Items is not null)
        {
            copy.Description += ListNote;
        }

        return copy;
    }

    private bool IsObject(OpenApiSchemaReference reference) =>
        context.SchemaRepository.Schemas[reference.Reference.Id!].Properties is { Count: > 0 };

    private OpenApiSchemaReference Reference(OpenApiSchemaReference config)
    {
        var name = config.Reference.Id!.Replace("Config", "Overrides", StringComparison.Ordinal);
        if (!context.SchemaRepository.Schemas.ContainsKey(name)) context.SchemaRepository.AddDefinition(name, Of(config.Reference.Id));
        return new OpenApiSchemaReference(name, context.Document);
    }
}
