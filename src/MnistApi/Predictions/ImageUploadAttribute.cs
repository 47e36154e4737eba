using Microsoft.OpenApi;
using MnistApi.Hosting.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Predictions;

/// <summary>Describes what <see cref="UploadReader"/> takes: a form, an image file, or JSON.</summary>
internal sealed class ImageUploadAttribute : DescribedBodyAttribute
{
    /// <remarks>JSON comes first: generators of clients take the first content type, and some cannot send a form where JSON is another.</remarks>
    public override OpenApiRequestBody Describe(OperationFilterContext context)
    {
        var json = new OpenApiMediaType
        {
            Schema = UploadSchemas.Image(context),
            Examples = new Dictionary<string, IOpenApiExample> { ["seven"] = new OpenApiExample { Summary = "A seven", Value = PredictionExamples.Seven() } },
        };
        var content = new Dictionary<string, IOpenApiMediaType>
        {
            [UploadReader.JsonType] = json,
            [UploadReader.FormType] = new OpenApiMediaType { Schema = Form() },
        };
        foreach (var type in UploadReader.ImageTypes) content[type] = new OpenApiMediaType { Schema = UploadSchemas.File("The image file.") };
        return new OpenApiRequestBody { Required = true, Description = "JSON with numbers or a data URL, a form with an image file, or an image file as it is. For a file as it is, any `image/*`, `binary/octet-stream` and no content type are taken too.", Content = content };
    }

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A form with one file.",
        Required = new HashSet<string> { ImageForm.Field },
        Properties = new Dictionary<string, IOpenApiSchema> { [ImageForm.Field] = UploadSchemas.File("The image file: PNG, JPEG, WebP, GIF or BMP. A text with a base64 data URL of it is taken too.") },
        AdditionalPropertiesAllowed = false,
    };
}
