using Microsoft.OpenApi;
using MnistApi.Hosting.OpenApi;
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
            Schema = UploadSchemas.Pixels(context),
            Examples = new Dictionary<string, IOpenApiExample> { ["seven"] = new OpenApiExample { Summary = "A seven", Value = PredictionExamples.Seven() } },
        };
        var content = new Dictionary<string, IOpenApiMediaType>
        {
            [UploadReader.JsonType] = numbers,
            [UploadReader.FormType] = new OpenApiMediaType { Schema = Form() },
        };
        foreach (var type in UploadReader.ImageTypes) content[type] = new OpenApiMediaType { Schema = UploadSchemas.File("The image file.") };
        return new OpenApiRequestBody { Required = true, Description = "Numbers, a form with an image file, or an image file as it is.", Content = content };
    }

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A form with one file.",
        Required = new HashSet<string> { ImageForm.Field },
        Properties = new Dictionary<string, IOpenApiSchema> { [ImageForm.Field] = UploadSchemas.File("The image file: PNG, JPEG, WebP, GIF or BMP.") },
        AdditionalPropertiesAllowed = false,
    };
}
