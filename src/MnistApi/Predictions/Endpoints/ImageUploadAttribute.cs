using Microsoft.OpenApi;
using MnistApi.Http.OpenApi;
using MnistApi.Predictions.Uploads;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Predictions.Endpoints;

/// <summary>
/// Describes one kind of body that <see cref="UploadReader"/> accepts. Client generators choose one content type of an operation, usually
/// JSON. If an operation documented several, a generated client could not upload a file.
/// </summary>
internal sealed class ImageUploadAttribute(UploadBody kind) : DescribedBodyAttribute
{
    public override string TooLarge => new PredictionOptions().FileTooLarge;

    public override OpenApiRequestBody Describe(OperationFilterContext context) => kind switch
    {
        UploadBody.Form => UploadSchemas.Body("A form with an image file.", UploadTypes.Form, new OpenApiMediaType { Schema = Form() }),
        UploadBody.Json => UploadSchemas.Body(
            "An image as numbers or as a data URL.",
            UploadTypes.Json,
            new OpenApiMediaType { Schema = UploadSchemas.Image(context), Examples = Seven() }),
        UploadBody.File => UploadSchemas.Body(
            "The bytes of an image file. The content types `image/*` and `binary/octet-stream` are accepted too, as is a missing one.",
            UploadTypes.File,
            new OpenApiMediaType { Schema = UploadSchemas.File("The image file: PNG, JPEG, WebP, GIF or BMP.") }),
        _ => throw new InvalidOperationException($"The kind of body {kind} is unknown."),
    };

    private static Dictionary<string, IOpenApiExample> Seven() =>
        new() { ["seven"] = new OpenApiExample { Summary = "A seven", Value = PredictionExamples.Seven() } };

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A form with one file.",
        Required = new HashSet<string> { ImageForm.Field },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            [ImageForm.Field] = UploadSchemas.File(
                "The image file: PNG, JPEG, WebP, GIF or BMP. A text with a base64 data URL of the file is accepted too."),
        },
        AdditionalPropertiesAllowed = false,
    };
}
