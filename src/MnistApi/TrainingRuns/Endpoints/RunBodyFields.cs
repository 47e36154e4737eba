using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using MnistApi.Datasets;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Requests;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>Describes the fields that the bodies of runs and sweeps share. The bounds are the same, and the texts differ.</summary>
internal static class RunBodyFields
{
    public static OpenApiSchema Recipe(string description) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. Recipes.All.Select(recipe => JsonValue.Create(recipe.Name))],
        Description = $"{description}\n\n" + string.Join("\n", Recipes.All.Select(recipe => $"- `{recipe.Name}`: {recipe.Description}")),
    };

    /// <param name="maxLength">The most characters of the name.</param>
    public static OpenApiSchema Name(int maxLength, string description) => new()
    {
        Type = JsonSchemaType.String | JsonSchemaType.Null,
        MinLength = 1,
        MaxLength = maxLength,
        Description = description,
    };

    public static OpenApiSchema Dataset(string description) => new()
    {
        Type = JsonSchemaType.String | JsonSchemaType.Null,
        Enum = [.. DatasetCatalog.Names.Select(name => JsonValue.Create(name))],
        Description = $"{description} Default: `mnist` if it is available, otherwise `synthetic`.\n\n"
            + "- `mnist`: The 70,000 digits of MNIST.\n"
            + "- `synthetic`: Digits that are drawn by our own code and need no download.",
    };

    public static OpenApiSchema Seed(string description) => new()
    {
        Type = JsonSchemaType.Integer | JsonSchemaType.Null,
        Format = "int64",
        Minimum = "0",
        Maximum = $"{TrainingRunRequest.MaxSeed}",
        Description = $"{description} Default: a random seed.",
    };
}
