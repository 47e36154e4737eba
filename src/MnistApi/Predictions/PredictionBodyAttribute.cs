using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using MnistApi.Hosting.OpenApi;
using MnistApi.Training.Data;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Predictions;

/// <summary>Describes what <see cref="UploadReader"/> takes.</summary>
internal sealed class PredictionBodyAttribute : DescribedBodyAttribute
{
    public override OpenApiRequestBody Describe(OperationFilterContext context)
    {
        var content = new Dictionary<string, IOpenApiMediaType>
        {
            [UploadReader.FormType] = new OpenApiMediaType { Schema = ObjectOf("image", File("A PNG, JPEG, WebP, GIF or BMP file.")) },
            [UploadReader.JsonType] = new OpenApiMediaType
            {
                Schema = context.SchemaRepository.AddDefinition("PixelsRequest", ObjectOf("pixels", Pixels())),
                Example = new JsonObject { ["pixels"] = new JsonArray([.. Enumerable.Range(0, ImageSet.Side).Select(_ => new JsonArray([.. Enumerable.Range(0, ImageSet.Side).Select(x => JsonValue.Create(x is 13 or 14 ? 255 : 0))]))]) },
            },
        };
        foreach (var type in UploadReader.ImageTypes) content[type] = new OpenApiMediaType { Schema = File("The file itself.") };
        return new OpenApiRequestBody { Required = true, Content = content };
    }

    private static OpenApiSchema ObjectOf(string field, OpenApiSchema schema) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { field },
        Properties = new Dictionary<string, IOpenApiSchema> { [field] = schema },
        AdditionalPropertiesAllowed = false,
    };

    private static OpenApiSchema File(string text) => new() { Type = JsonSchemaType.String, Format = "binary", Description = text };

    /// <summary>A flat list is taken too, but a generated client needs one type.</summary>
    private static OpenApiSchema Pixels() => new()
    {
        Type = JsonSchemaType.Array,
        MinItems = ImageSet.Side,
        MaxItems = ImageSet.Side,
        Description = "28 rows of 28 whole numbers from 0 (paper) to 255 (ink). All 784 in one list, row by row, are taken too.",
        Items = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            MinItems = ImageSet.Side,
            MaxItems = ImageSet.Side,
            Items = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "0", Maximum = "255" },
        },
    };
}
