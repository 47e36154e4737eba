using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using MnistApi.Http.OpenApi;
using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Requests;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Endpoints;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Sweeps.Endpoints;

/// <summary>Describes the body that <see cref="SweepRequestReader"/> reads.</summary>
internal sealed class SweepBodyAttribute : DescribedBodyAttribute
{
    private const string GridRequest =
        """
        {
          "recipe": "lecture-mlp",
          "overrides": {"epochs": 3},
          "parameters": {
            "batchSize": [32, 64],
            "optimizer.learningRate": {"from": 0.001, "to": 0.1, "scale": "log", "steps": 3}
          }
        }
        """;

    public override OpenApiRequestBody Describe(OperationFilterContext context)
    {
        var overrides = new OverrideSchemas(context).Of(typeof(TrainingConfig));
        overrides.Description =
            "The fields of the recipe's configuration that all runs of a sweep override. "
            + "Fields that are left out keep the values of the recipe.";
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A recipe, the fields that all runs override, and the fields that differ between the runs.",
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
                        ["grid"] = Example("A grid: all combinations of values", GridRequest),
                        ["halving"] = Example("A random search that eliminates most runs early", SweepExamples.Request),
                    },
                },
            },
        };
    }

    private static Dictionary<string, IOpenApiSchema> Fields(OperationFilterContext context, IOpenApiSchema overrides) => new()
    {
        ["recipe"] = RunBodyFields.Recipe("The recipe of all runs."),
        ["name"] = RunBodyFields.Name(
            SweepRequest.MaxNameLength,
            $"The name of the sweep, 1 to {SweepRequest.MaxNameLength} characters. "
            + "Each run is named after the sweep, with a number. Default: the name of the recipe."),
        ["dataset"] = RunBodyFields.Dataset("The dataset that all runs train on."),
        ["overrides"] = new OpenApiSchema
        {
            AllOf = [overrides],
            Type = JsonSchemaType.Object | JsonSchemaType.Null,
            Description = "The fields that all runs override. Default: none.",
        },
        ["parameters"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "The fields that differ between the runs. "
                + "A key is the path of a field, such as `optimizer.learningRate` or `network.hiddenUnits`, or `seed`. "
                + "A value is a list of values. If the field is a number, it can also be a range such as "
                + "`{\"from\":0.0001,\"to\":0.1,\"scale\":\"log\",\"steps\":4}`. "
                + "The ends of a range belong to it. `scale` is `linear` (the default) or `log`. "
                + $"`steps` is the number of evenly spaced values, 2 to {SweepRequest.MaxRunCount}. A grid requires it. "
                + "Without it, a random search draws any number from the range. "
                + "If the field is a whole number, the range contains only whole numbers. "
                + "`validationSize` and `validationSplit` cannot be parameters, and neither can `epochs` if the sweep uses `halving`.",
            AdditionalProperties = new OpenApiSchema { Description = "A list of values, or a range." },
        },
        ["search"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            Enum = [JsonValue.Create("grid"), JsonValue.Create("random")],
            Description = "The way in which the values are combined. Default: `grid`.\n\n"
                + "- `grid`: All combinations of values. The last parameter varies fastest.\n"
                + "- `random`: `maxRuns` different combinations, drawn at random with `seed`.",
        },
        ["seed"] = RunBodyFields.Seed(
            "The seed of every run, unless `seed` is one of the parameters. A random search also uses it to draw values."),
        ["maxRuns"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer | JsonSchemaType.Null,
            Format = "int32",
            Minimum = "1",
            Maximum = $"{SweepRequest.MaxRunCount}",
            Description = "The largest number of runs in a grid; a larger grid is rejected. "
                + "For a random search, the number of runs, which is required. "
                + $"Default for a grid: {SweepRequest.MaxRunCount}.",
        },
        ["halving"] = new OpenApiSchema
        {
            AllOf = [context.SchemaRepository.AddDefinition("SweepHalvingRequest", Halving())],
            Type = JsonSchemaType.Object | JsonSchemaType.Null,
            Description = "The settings of successive halving, which eliminates runs early. Default: all runs train to their end.",
        },
    };

    private static OpenApiSchema Halving() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Successive halving. All runs train for `startEpochs` epochs. "
            + "The best continue to `factor` times as many epochs, and so on, until a few runs train to their end. "
            + "The others are eliminated.",
        Required = new HashSet<string> { "startEpochs" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["startEpochs"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Minimum = "1",
                Maximum = $"{SweepHalving.MaxStartEpochs}",
                Description = "The last epoch of the first round. It must be less than the number of epochs of a run.",
            },
            ["factor"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer | JsonSchemaType.Null,
                Format = "int32",
                Minimum = "2",
                Maximum = $"{SweepHalving.MaxFactor}",
                Description = "The number by which the epochs are multiplied and the runs are divided after each round. "
                    + $"The number of runs is rounded up. Default: {SweepHalving.DefaultFactor}.",
            },
        },
        AdditionalPropertiesAllowed = false,
    };

    private static OpenApiExample Example(string summary, string json) => new() { Summary = summary, Value = JsonNode.Parse(json) };
}
