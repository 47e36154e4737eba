using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using MnistApi.Datasets;
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
        ["recipe"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. Recipes.All.Select(recipe => JsonValue.Create(recipe.Name))],
            Description = "The recipe, whose configuration can be overridden.\n\n"
                + string.Join("\n", Recipes.All.Select(recipe => $"- `{recipe.Name}`: {recipe.Description}")),
        },
        ["name"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            MinLength = 1,
            MaxLength = TrainingRunRequest.MaxNameLength,
            Description = "The name of the run, 1 to 200 characters. Default: the name of the recipe.",
        },
        ["dataset"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            Enum = [.. DatasetCatalog.Names.Select(name => JsonValue.Create(name))],
            Description = "The dataset to train on. Default: `mnist` if it is available, otherwise `synthetic`.\n\n"
                + "- `mnist`: The 70,000 digits of MNIST.\n"
                + "- `synthetic`: Digits that are drawn by our own code and need no download.",
        },
        ["seed"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer | JsonSchemaType.Null,
            Format = "int64",
            Minimum = "0",
            Maximum = $"{TrainingRunRequest.MaxSeed}",
            Description = "The seed that determines everything random in the run. The same seed gives the same weights. "
                + "Default: a random seed.",
        },
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
