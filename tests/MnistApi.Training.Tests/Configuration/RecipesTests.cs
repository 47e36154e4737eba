using MnistApi.Training.Configuration;
using MnistApi.Training.Tests.Training;
using MnistApi.Training.Training;

namespace MnistApi.Training.Tests.Configuration;

public class RecipesTests
{
    public static TheoryData<string> Names => [.. Recipes.All.Select(recipe => recipe.Name)];

    [Fact]
    public void Every_experiment_of_the_lecture_and_our_own_have_a_name()
    {
        Assert.Equal(
            [
                "lecture-softmax",
                "lecture-mlp-naive-loss",
                "lecture-mlp",
                "lecture-mlp-sigmoid",
                "lecture-mlp-tanh",
                "lecture-mlp-two-layers",
                "mlp",
                "cnn-fast",
                "cnn-accurate",
                "cnn-robust",
            ],
            Recipes.All.Select(recipe => recipe.Name));
        Assert.Null(Recipes.Find("alexnet"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_recipe_is_valid_and_trains(string name)
    {
        var config = Recipes.Find(name)!.Config with { Epochs = 1, ValidationSize = 200 };
        Assert.Empty(ConfigValidator.Validate(config));

        using var trainer = new Trainer(config, SmallTraining.Dataset, seed: 1);

        Assert.Single(trainer.RunToEnd());
    }

    [Fact]
    public void The_lectures_mlp_is_configured_as_its_slides_say()
    {
        var config = Recipes.Find("lecture-mlp")!.Config;

        Assert.Equal([256], config.Network.HiddenUnits);
        Assert.Equal(
            (NetworkKind.Mlp, Activation.Relu, Initialization.StandardNormal),
            (config.Network.Kind, config.Network.Activation, config.Network.Initialization));
        Assert.Equal(
            (OptimizerKind.Adam, 0.01, 50, 40, 5000),
            (config.Optimizer.Kind, config.Optimizer.LearningRate, config.BatchSize, config.Epochs, config.ValidationSize));
        Assert.Equal(LossKind.CrossEntropy, config.Loss);
    }
}
