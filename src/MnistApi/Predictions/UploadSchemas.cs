using Microsoft.OpenApi;
using MnistApi.Training.Data;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Predictions;

/// <summary>Schemas of what is uploaded.</summary>
internal static class UploadSchemas
{
    private const string PixelsId = "PixelsRequest";

    /// <summary>An image as numbers.</summary>
    public static OpenApiSchemaReference Pixels(OperationFilterContext context)
    {
        if (!context.SchemaRepository.Schemas.ContainsKey(PixelsId)) context.SchemaRepository.AddDefinition(PixelsId, Numbers());
        return new OpenApiSchemaReference(PixelsId, context.Document);
    }

    public static OpenApiSchema File(string text) => new() { Type = JsonSchemaType.String, Format = "binary", Description = text };

    private static OpenApiSchema Numbers() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "An image as numbers.",
        Required = new HashSet<string> { "pixels" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["pixels"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                MinItems = ImageSet.Side,
                MaxItems = ImageSet.Side,
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    MinItems = ImageSet.Side,
                    MaxItems = ImageSet.Side,
                    Items = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "0", Maximum = "255" },
                },
                Description = "28 rows of 28 whole numbers from 0 (paper) to 255 (ink). All 784 in one list, row by row, are taken too.",
            },
        },
        AdditionalPropertiesAllowed = false,
    };
}
