using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using MnistApi.Datasets;
using MnistApi.Http.OpenApi;
using MnistApi.ModelRegistry.Aliases;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Requests;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>Describes what <see cref="TrainingRunRequest.Read"/> takes: the fields of its own, and every field of the configuration as an override.</summary>
internal sealed class TrainingRunBodyAttribute : DescribedBodyAttribute
{
    private const string SchemaId = nameof(TrainingRunRequest);

    public override OpenApiRequestBody Describe(OperationFilterContext context)
    {
        var overrides = new OverrideSchemas(context).Of(typeof(TrainingConfig));
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A recipe, and the fields of its configuration that shall be different; those left out stay as the recipe has them. "
                + "Null is taken where a field's text gives it a meaning; it is best left out.",
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
                        ["recipe"] = Example("A recipe as it is", """{"recipe":"lecture-mlp"}"""),
                        ["overrides"] = Example("Some fields changed", """{"recipe":"lecture-mlp","epochs":3,"seed":7,"optimizer":{"learningRate":0.005}}"""),
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
            Description = $"The recipe to begin with.\n\n{string.Join("\n", Recipes.All.Select(recipe => $"- `{recipe.Name}`: {recipe.Description}"))}",
        },
        ["name"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            MinLength = 1,
            MaxLength = TrainingRunRequest.MaxNameLength,
            Description = "A name to find the run by. Default: the recipe's.",
        },
        ["dataset"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            Enum = [.. DatasetCatalog.Names.Select(name => JsonValue.Create(name))],
            Description = "What to train on. Default: `mnist` where it is here, else `synthetic`.\n\n- `mnist`: The 70,000 digits of MNIST.\n- `synthetic`: Digits drawn by our own code, which need no download.",
        },
        ["seed"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer | JsonSchemaType.Null,
            Format = "int64",
            Minimum = "0",
            Maximum = $"{TrainingRunRequest.MaxSeed}",
            Description = "Everything random follows from it: the same seed gives the same weights. Default: a random one.",
        },
        ["keepCheckpoints"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array | JsonSchemaType.Null,
            Items = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1" },
            MaxItems = TrainingRunRequest.MaxKeptCheckpoints,
            Description = "Epochs whose checkpoints are kept besides the best and the last. Default: none.",
        },
        ["promoteTo"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            MinLength = 1,
            MaxLength = AliasName.MaxLength,
            Description = "An alias, such as `champion`, that the model takes when the run succeeds, if it passes the gate that `PUT /api/v1/model-aliases/{alias}` has. "
                + "Where it does not, the run succeeds with a warning. Default: none.",
        },
    };

    private static OpenApiExample Example(string summary, string json) => new() { Summary = summary, Value = JsonNode.Parse(json) };
}
