using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Http.OpenApi;
using MnistApi.Training.Configuration;
using MnistApi.Training.Text;

namespace MnistApi.TrainingRuns.Endpoints;

internal static class RecipeEndpoints
{
    private static readonly IReadOnlyList<RecipeDescription> Descriptions = [.. Recipes.All.Select(RecipeDescription.Of)];

    public static OpenApiFeature Feature { get; } = new(
        3,
        "Recipes",
        "Named, complete training configurations: the experiments of the lecture and our own.",
        RecipeDescription.Of(Recipes.Find("lecture-mlp")!));

    public static void MapRecipes(this RouteGroupBuilder api)
    {
        var recipes = api.MapGroup("/recipes").WithTags("Recipes");
        recipes.MapGet("/", ListRecipes).WithName(nameof(ListRecipes));
    }

    /// <summary>Lists the recipes</summary>
    /// <remarks>
    /// Each recipe comes with its complete configuration. A run may override any field of it. Recipes of the lecture also come with the
    /// numbers on its slides.
    /// </remarks>
    internal static Ok<IReadOnlyList<RecipeDescription>> ListRecipes() => TypedResults.Ok(Descriptions);
}

/// <summary>A named, complete training configuration.</summary>
/// <param name="Name">The name of the recipe in requests.</param>
/// <param name="Description">A short description of the recipe.</param>
/// <param name="Config">Everything that training needs, except for the dataset and the seed.</param>
/// <param name="LectureResults">The results on the slides of the lecture; empty for our own recipes.</param>
public sealed record RecipeDescription(string Name, string Description, TrainingConfig Config, IReadOnlyList<LectureNumber> LectureResults)
{
    internal static RecipeDescription Of(Recipe recipe) =>
        new(recipe.Name, recipe.Description, recipe.Config, [.. recipe.LectureResults.Select(LectureNumber.Of)]);
}

/// <summary>A number on the slides of the lecture.</summary>
/// <param name="Epoch">The epoch, from 1; null if the number belongs to the finished network.</param>
/// <param name="Metric">The metric: <c>validationLoss</c>, <c>validationAccuracy</c> or <c>testAccuracy</c>.</param>
/// <param name="Value">The number on the slide; null if the slide shows nan.</param>
/// <param name="NonFinite">Whether the slide shows nan.</param>
public sealed record LectureNumber(int? Epoch, string Metric, double? Value, bool NonFinite)
{
    internal static LectureNumber Of(LectureResult result) =>
        new(result.Epoch, result.Metric, result.Value.FiniteOrNull(), !double.IsFinite(result.Value));
}
