using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using MnistApi.Datasets;
using MnistApi.Http.OpenApi;
using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Requests;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Requests;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Sweeps.Endpoints;

/// <summary>Describes what <see cref="SweepRequestReader"/> takes.</summary>
internal sealed class SweepBodyAttribute : DescribedBodyAttribute
{
    public override OpenApiRequestBody Describe(OperationFilterContext context)
    {
        var overrides = new OverrideSchemas(context).Of(typeof(TrainingConfig));
        overrides.Description = "What all runs of a sweep override of the recipe's configuration; fields that are left out stay as the recipe has them.";
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A recipe, what all runs override, and what differs between them.",
            Required = new HashSet<string> { "recipe", "parameters" },
            Properties = Fields(context, context.SchemaRepository.AddDefinition("SweepOverrides", overrides)),
            AdditionalPropertiesAllowed = false,
        };
        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = context.SchemaRepository.AddDefinition(nameof(SweepRequest), schema),
                    Examples = new Dictionary<string, IOpenApiExample>
                    {
                        ["grid"] = Example("Every value with every other", """{"recipe":"lecture-mlp","overrides":{"epochs":3},"parameters":{"batchSize":[32,64],"optimizer.learningRate":{"from":0.001,"to":0.1,"scale":"log","steps":3}}}"""),
                        ["halving"] = Example("A random search, most of whose runs are eliminated early", SweepExamples.Request),
                    },
                },
            },
        };
    }

    private static Dictionary<string, IOpenApiSchema> Fields(OperationFilterContext context, IOpenApiSchema overrides) => new()
    {
        ["recipe"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. Recipes.All.Select(recipe => JsonValue.Create(recipe.Name))],
            Description = $"The recipe to begin with.\n\n{string.Join("\n", Recipes.All.Select(recipe => $"- `{recipe.Name}`: {recipe.Description}"))}",
        },
        ["name"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, MinLength = 1, MaxLength = SweepRequest.MaxNameLength, Description = "A name to find the sweep by; its runs are named after it, with a number. Default: the recipe's." },
        ["dataset"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            Enum = [.. DatasetCatalog.Names.Select(name => JsonValue.Create(name))],
            Description = "What all runs train on. Default: `mnist` where it is here, else `synthetic`.\n\n- `mnist`: The 70,000 digits of MNIST.\n- `synthetic`: Digits drawn by our own code, which need no download.",
        },
        ["overrides"] = new OpenApiSchema { AllOf = [overrides], Type = JsonSchemaType.Object | JsonSchemaType.Null, Description = "What all runs override. Default: nothing." },
        ["parameters"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "What differs between the runs, by the path of the field, such as `optimizer.learningRate` or `network.hiddenUnits`; or `seed`. Each has a list of values, or, where it is a number, a range "
                + "`{\"from\":0.0001,\"to\":0.1,\"scale\":\"log\",\"steps\":4}`: `scale` is `linear` (default) or `log`; `steps`, the number of values spread evenly from end to end, is needed in a grid, and without it a random search draws any. "
                + "A field that must be a whole number has whole numbers. `epochs` cannot differ with halving, `validationSize` never.",
            AdditionalProperties = new OpenApiSchema { Description = "A list of values, or a range." },
        },
        ["search"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            Enum = [JsonValue.Create("grid"), JsonValue.Create("random")],
            Description = "How values are combined. Default: `grid`.\n\n- `grid`: Every value with every other; the last parameter changes first.\n- `random`: `maxRuns` combinations drawn at random from `seed`, no two of them the same.",
        },
        ["seed"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer | JsonSchemaType.Null,
            Format = "int64",
            Minimum = "0",
            Maximum = $"{TrainingRunRequest.MaxSeed}",
            Description = "Every run trains with it, unless `seed` is one of the parameters, and a random search draws from it. Default: a random one.",
        },
        ["maxRuns"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer | JsonSchemaType.Null,
            Format = "int32",
            Minimum = "1",
            Maximum = $"{SweepRequest.MostRuns}",
            Description = $"A grid with more runs is refused, with their number. A random search has so many, and needs it. Default for a grid: {SweepRequest.MostRuns}.",
        },
        ["halving"] = new OpenApiSchema { AllOf = [context.SchemaRepository.AddDefinition("SweepHalvingRequest", Halving())], Type = JsonSchemaType.Object | JsonSchemaType.Null, Description = "How runs are eliminated early. Default: all train to their end." },
    };

    private static OpenApiSchema Halving() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Successive halving: all runs train `startEpochs`, the best go on to `factor` times as many, and so on; a few train to the end.",
        Required = new HashSet<string> { "startEpochs" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["startEpochs"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Maximum = $"{SweepHalving.MaxStartEpochs}", Description = "The epoch after which the first round ends; fewer than a run has." },
            ["factor"] = new OpenApiSchema { Type = JsonSchemaType.Integer | JsonSchemaType.Null, Format = "int32", Minimum = "2", Maximum = $"{SweepHalving.MaxFactor}", Description = $"One in so many goes on, rounded up, and to so many times the epochs. Default: {SweepHalving.DefaultFactor}." },
        },
        AdditionalPropertiesAllowed = false,
    };

    private static OpenApiExample Example(string summary, string json) => new() { Summary = summary, Value = JsonNode.Parse(json) };
}
