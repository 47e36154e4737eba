using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Training;

namespace MnistApi.Training.Tests.Training;

/// <summary>Trains recipes on the real MNIST.</summary>
internal static class FullTraining
{
    /// <param name="epochs">The number of epochs; null for those of the recipe.</param>
    public static Checkpoint Train(string recipe, long seed = 1, int? epochs = null)
    {
        var config = Recipes.Find(recipe)!.Config;
        using var trainer = new Trainer(config with { Epochs = epochs ?? config.Epochs }, RealMnist.Dataset, seed);
        trainer.RunToEnd();
        return trainer.CreateCheckpoint();
    }

    public static double TestAccuracyOf(Checkpoint checkpoint)
    {
        using var network = checkpoint.CreateNetwork();
        return Evaluator.Evaluate(network, RealMnist.Dataset.Test).Accuracy;
    }
}
