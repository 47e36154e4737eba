using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using MnistApi.Http.OpenApi;
using MnistApi.ModelRegistry.Aliases;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Requests;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>
/// Describes the body that <see cref="TrainingRunRequest.Read"/> reads: the fields of the request, and every field of the configuration as
/// an override.
/// </summary>
internal sealed class TrainingRunBodyAttribute : DescribedBodyAttribute
{
    private const string SchemaId = nameof(TrainingRunRequest);

    public override OpenApiRequestBody Describe(OperationFilterContext context)
    {
        var overrides = new OverrideSchemas(context).Of(typeof(TrainingConfig));
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A recipe and the fields of its configuration to override. "
                + "Fields that are left out keep the values of the recipe. "
                + "Send null only if the description of a field gives null a meaning; otherwise leave the field out.",
            Required = new HashSet<string> { "recipe" },
            Properties = OwnFields().Concat(overrides.Properties!).ToDictionary(),
            AdditionalPropertiesAllowed = false,
        };
        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = context.SchemaRepository.AddDefinition(SchemaId, schema),
                    Examples = new Dictionary<string, IOpenApiExample>
                    {
                        ["recipe"] = Example("A recipe without overrides", """{"recipe":"lecture-mlp"}"""),
                        ["overrides"] = Example(
                            "A recipe with overrides",
                            """{"recipe":"lecture-mlp","epochs":3,"seed":7,"optimizer":{"learningRate":0.005}}"""),
                    },
                },
            },
        };
    }

    private static Dictionary<string, IOpenApiSchema> OwnFields() => new()
    {
        ["recipe"] = RunBodyFields.Recipe("The recipe, whose configuration can be overridden."),
        ["name"] = RunBodyFields.Name(
            TrainingRunRequest.MaxNameLength,
            $"The name of the run, 1 to {TrainingRunRequest.MaxNameLength} characters. Default: the name of the recipe."),
        ["dataset"] = RunBodyFields.Dataset("The dataset to train on."),
        ["seed"] = RunBodyFields.Seed("The seed that determines everything random in the run. The same seed gives the same weights."),
        ["keepCheckpoints"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array | JsonSchemaType.Null,
            Items = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1" },
            MaxItems = TrainingRunRequest.MaxKeptCheckpoints,
            Description = "The epochs whose checkpoints are kept in addition to the best and the last. Default: none.",
        },
        ["promoteTo"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            MinLength = 1,
            MaxLength = AliasName.MaxLength,
            Description = "An alias, such as `champion`, that will point at the model when the run succeeds. "
                + "The model must pass the same gate as in `PUT /api/v1/model-aliases/{alias}`. "
                + "If it does not pass, the run succeeds with a warning. Default: none.",
        },
    };

    private static OpenApiExample Example(string summary, string json) => new() { Summary = summary, Value = JsonNode.Parse(json) };
}
