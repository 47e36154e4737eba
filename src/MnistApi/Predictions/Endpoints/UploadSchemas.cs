using Microsoft.OpenApi;
using MnistApi.Predictions.Uploads;
using MnistApi.Training.Data;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Predictions.Endpoints;

/// <summary>The schemas of uploads.</summary>
internal static class UploadSchemas
{
    private const string PixelsId = "PixelsRequest";

    /// <summary>An image as JSON.</summary>
    public static OpenApiSchemaReference Image(OperationFilterContext context)
    {
        if (!context.SchemaRepository.Schemas.ContainsKey(PixelsId)) context.SchemaRepository.AddDefinition(PixelsId, Image());
        return new OpenApiSchemaReference(PixelsId, context.Document);
    }

    /// <summary>A body of one content type.</summary>
    public static OpenApiRequestBody Body(string text, string type, OpenApiMediaType content) =>
        new() { Required = true, Description = text, Content = new Dictionary<string, IOpenApiMediaType> { [type] = content } };

    public static OpenApiSchema File(string text) => new() { Type = JsonSchemaType.String, Format = "binary", Description = text };

    private static OpenApiSchema Image() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "An image, either as numbers in `pixels` or as a file in `image`.",
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
                Description = "28 rows of 28 whole numbers from 0 (paper) to 255 (ink). One list of 784 numbers is accepted too.",
            },
            [ImageForm.Field] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "An image file as a base64 data URL, such as `canvas.toDataURL()` returns: `data:image/png;base64,…`.",
            },
        },
        AdditionalPropertiesAllowed = false,
    };
}
