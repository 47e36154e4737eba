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
        "Named, complete training configurations: the lecture's experiments and our own.",
        RecipeDescription.Of(Recipes.Find("lecture-mlp")!));

    public static void MapRecipes(this RouteGroupBuilder api)
    {
        var recipes = api.MapGroup("/recipes").WithTags("Recipes");
        recipes.MapGet("/", ListRecipes).WithName(nameof(ListRecipes));
    }

    /// <summary>Lists the recipes</summary>
    /// <remarks>Each with its whole configuration, any field of which a run may override; the lecture's with the numbers on its slides.</remarks>
    internal static Ok<IReadOnlyList<RecipeDescription>> ListRecipes() => TypedResults.Ok(Descriptions);
}

/// <summary>A named, complete training configuration.</summary>
/// <param name="Name">Its name in requests.</param>
/// <param name="Description">What it is.</param>
/// <param name="Config">Everything that training needs but dataset and seed.</param>
/// <param name="LectureResults">What the lecture's slides show for it; empty for our own recipes.</param>
public sealed record RecipeDescription(string Name, string Description, TrainingConfig Config, IReadOnlyList<LectureNumber> LectureResults)
{
    internal static RecipeDescription Of(Recipe recipe) => new(recipe.Name, recipe.Description, recipe.Config,
        [.. recipe.LectureResults.Select(result => new LectureNumber(result.Epoch, result.Metric, result.Value.FiniteOrNull(), !double.IsFinite(result.Value)))]);
}

/// <summary>A number on the lecture's slides.</summary>
/// <param name="Epoch">From 1; null for the finished network.</param>
/// <param name="Metric"><c>validationLoss</c>, <c>validationAccuracy</c> or <c>testAccuracy</c>.</param>
/// <param name="Value">As printed; null where the slide says nan.</param>
/// <param name="NonFinite">Whether the slide says nan.</param>
public sealed record LectureNumber(int? Epoch, string Metric, double? Value, bool NonFinite);
