using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Endpoints;

namespace MnistApi.Tests.TrainingRuns;

public class RecipeTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Each_recipe_is_listed_with_its_whole_configuration()
    {
        var recipes = await service.Client.GetAsync<RecipeDescription[]>("/api/v1/recipes");

        Assert.Equal(
            Recipes.All.Select(recipe => (recipe.Name, recipe.Description)),
            recipes.Select(recipe => (recipe.Name, recipe.Description)));
        Assert.All(Recipes.All.Zip(recipes), pair => Assert.Equivalent(pair.First.Config, pair.Second.Config, strict: true));
    }

    [Fact]
    public async Task The_recipes_of_the_lecture_have_its_results_with_null_for_NaN()
    {
        var recipes = await service.Client.GetAsync<RecipeDescription[]>("/api/v1/recipes");

        Assert.Equal(
            0.9718,
            recipes.Single(recipe => recipe.Name == "lecture-mlp").LectureResults.Single(result => result.Metric == "testAccuracy").Value);
        Assert.Equal(
            [new LectureNumber(1, "validationLoss", null, true), new LectureNumber(1, "validationAccuracy", 0.0958, false)],
            recipes.Single(recipe => recipe.Name == "lecture-mlp-naive-loss").LectureResults.Take(2));
        Assert.Empty(recipes.Single(recipe => recipe.Name == "cnn-fast").LectureResults);
    }
}
