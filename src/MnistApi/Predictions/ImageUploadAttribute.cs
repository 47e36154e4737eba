using Microsoft.OpenApi;
using MnistApi.Hosting.OpenApi;
using MnistApi.Training.Data;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Predictions;

/// <summary>Describes what <see cref="UploadReader"/> takes: a form, an image file, or numbers.</summary>
internal sealed class ImageUploadAttribute : DescribedBodyAttribute
{
    public override OpenApiRequestBody Describe(OperationFilterContext context) => new()
    {
        Required = true,
        Description = "An image file in a form, an image file as it is, or numbers.",
        Content = UploadReader.ImageTypes.Select(type => (type, new OpenApiMediaType { Schema = File("The image file.") }))
            .Prepend((UploadReader.FormType, new OpenApiMediaType { Schema = Form() }))
            .Append((UploadReader.JsonType, new OpenApiMediaType
            {
                Schema = context.SchemaRepository.AddDefinition(nameof(PixelsRequest), Numbers()),
                Examples = new Dictionary<string, IOpenApiExample> { ["seven"] = new OpenApiExample { Summary = "A seven", Value = PredictionExamples.Seven() } },
            }))
            .ToDictionary(content => content.Item1, IOpenApiMediaType (content) => content.Item2),
    };

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A form with one file.",
        Required = new HashSet<string> { ImageForm.Field },
        Properties = new Dictionary<string, IOpenApiSchema> { [ImageForm.Field] = File("The image file: PNG, JPEG, WebP, GIF or BMP.") },
        AdditionalPropertiesAllowed = false,
    };

    private static OpenApiSchema File(string text) => new() { Type = JsonSchemaType.String, Format = "binary", Description = text };

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
