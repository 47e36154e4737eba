using Microsoft.OpenApi;
using MnistApi.Http.OpenApi;
using MnistApi.Predictions.Uploads;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Predictions.Endpoints;

/// <summary>Describes one kind of body that <see cref="BatchReader"/> accepts: a form with files, or JSON.</summary>
internal sealed class ImageBatchAttribute(UploadBody kind) : DescribedBodyAttribute
{
    public override string TooLarge => new PredictionOptions().BatchTooLarge;

    public override OpenApiRequestBody Describe(OperationFilterContext context) => kind switch
    {
        UploadBody.Form => UploadSchemas.Body("A form with image files.", UploadTypes.Form, new OpenApiMediaType { Schema = Form() }),
        UploadBody.Json => UploadSchemas.Body("Images as numbers or as data URLs.", UploadTypes.Json, new OpenApiMediaType
        {
            Schema = context.SchemaRepository.AddDefinition("PixelsBatchRequest", Images(context)),
            Examples = new Dictionary<string, IOpenApiExample>
            {
                ["seven"] = new OpenApiExample { Summary = "A batch of one seven", Value = PredictionExamples.Batch() },
            },
        }),
        _ => throw new InvalidOperationException($"A batch cannot have a body of the kind {kind}."),
    };

    private static OpenApiSchema Images(OperationFilterContext context) =>
        List("Images as JSON.", "The images, each as numbers or as a data URL.", UploadSchemas.Image(context));

    private static OpenApiSchema Form() => List(
        "A form with files. Fields named `image` are accepted too.",
        "The image files: PNG, JPEG, WebP, GIF or BMP. Texts with base64 data URLs are accepted too.",
        UploadSchemas.File("An image file."));

    private static OpenApiSchema List(string text, string itemsText, IOpenApiSchema item) => new()
    {
        Type = JsonSchemaType.Object,
        Description = text,
        Required = new HashSet<string> { BatchReader.Fields[0] },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            [BatchReader.Fields[0]] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                MinItems = 1,
                MaxItems = BatchReader.MaxImages,
                Items = item,
                Description = itemsText,
            },
        },
        AdditionalPropertiesAllowed = false,
    };
}
