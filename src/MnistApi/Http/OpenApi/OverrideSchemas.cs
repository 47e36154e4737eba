using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>
/// Schemas of overrides, made from those of the configuration, so that they cannot drift: the same fields, bounds and texts, but none is
/// required. <c>NetworkConfig</c> gives <c>NetworkOverrides</c>.
/// </summary>
/// <remarks>All are nullable, though few take null: generators make a field that need not be there a 0 that is always sent, unless it may be null.</remarks>
internal sealed class OverrideSchemas(OperationFilterContext context)
{
    private const string OfObject = " Fields that are left out stay as the recipe has them; where it has none, or `kind` becomes another, they have their defaults.";
    private const string OfList = " The list is replaced as a whole.";
    private const string OfObjects = " The list is replaced as a whole; fields that an item leaves out have their defaults.";

    /// <summary>The schema of a configuration's overrides; it is not added to the document, but those of the objects within are.</summary>
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
        schema.Properties = schema.Properties!.ToDictionary(property => property.Key, IOpenApiSchema (property) => Override(property.Value));
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
            copy.Description += OfObject;
        }
        else if (copy.Items is OpenApiSchemaReference item && IsObject(item))
        {
            copy.Items = Reference(item);
            copy.Description += OfObjects;
        }
        else if (copy.Items is not null)
        {
            copy.Description += OfList;
        }

        return copy;
    }

    private bool IsObject(OpenApiSchemaReference reference) => context.SchemaRepository.Schemas[reference.Reference.Id!].Properties is { Count: > 0 };

    private OpenApiSchemaReference Reference(OpenApiSchemaReference config)
    {
        var name = config.Reference.Id!.Replace("Config", "Overrides", StringComparison.Ordinal);
        if (!context.SchemaRepository.Schemas.ContainsKey(name)) context.SchemaRepository.AddDefinition(name, Of(config.Reference.Id));
        return new OpenApiSchemaReference(name, context.Document);
    }
}
