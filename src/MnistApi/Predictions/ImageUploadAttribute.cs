using Microsoft.OpenApi;
using MnistApi.Hosting.OpenApi;
using MnistApi.Training.Data;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Predictions;

/// <summary>Describes what <see cref="UploadReader"/> takes: a form, an image file, or numbers.</summary>
internal sealed class ImageUploadAttribute : DescribedBodyAttribute
{
    /// <remarks>Numbers come first: generators of clients take the first content type, and some cannot send a form where JSON is another.</remarks>
    public override OpenApiRequestBody Describe(OperationFilterContext context)
    {
        var numbers = new OpenApiMediaType
        {
            Schema = context.SchemaRepository.AddDefinition("PixelsRequest", Numbers()),
            Examples = new Dictionary<string, IOpenApiExample> { ["seven"] = new OpenApiExample { Summary = "A seven", Value = PredictionExamples.Seven() } },
        };
        var content = new Dictionary<string, IOpenApiMediaType>
        {
            [UploadReader.JsonType] = numbers,
            [UploadReader.FormType] = new OpenApiMediaType { Schema = Form() },
        };
        foreach (var type in UploadReader.ImageTypes) content[type] = new OpenApiMediaType { Schema = File("The image file.") };
        return new OpenApiRequestBody { Required = true, Description = "Numbers, a form with an image file, or an image file as it is.", Content = content };
    }

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
