using System.Collections.Concurrent;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Training;

namespace MnistApi.Training.Tests.Training;

/// <summary>
/// Complete runs on the real MNIST for the tests of a class. A small network trains on one thread, so several train at once, one for
/// each processor. Runs at the same time do not change each other's results, as <see cref="ResumeTests"/> shows.
/// </summary>
public sealed class FullRuns
{
    /// <summary>The recipes with small networks. The lecture's has several seeds, and its first epoch has more.</summary>
    private static readonly (string Recipe, long Seed, int? Epochs)[] Small =
    [
        ("lecture-softmax", 1, null),
        .. new long[] { 1, 2, 3 }.Select(seed => ("lecture-mlp", seed, (int?)null)),
        ("lecture-mlp-naive-loss", 1, null),
        .. new long[] { 4, 5, 6, 7, 8, 9 }.Select(seed => ("lecture-mlp", seed, (int?)1)),
    ];

    private readonly Lazy<Dictionary<(string Recipe, long Seed), Checkpoint>> _small = new(TrainSmall);

    /// <summary>The last checkpoint of a run of a small network. The first call trains all of them.</summary>
    public Checkpoint this[string recipe, long seed = 1]
    {
        get
        {
            _ = RealMnist.Dataset; // Outside the lazy value, which would keep the skip of one test as the failure of the next.
            return _small.Value[(recipe, seed)];
        }
    }

    /// <summary>Trains a recipe.</summary>
    /// <param name="epochs">The number of epochs; null for those of the recipe.</param>
    public static Checkpoint Train(string recipe, long seed = 1, int? epochs = null)
    {
        var config = Recipes.Find(recipe)!.Config;
        using var trainer = new Trainer(config with { Epochs = epochs ?? config.Epochs }, RealMnist.Dataset, seed);
        trainer.RunToEnd();
        return trainer.CreateCheckpoint();
    }

    private static Dictionary<(string Recipe, long Seed), Checkpoint> TrainSmall()
    {
        var trained = new ConcurrentDictionary<(string, long), Checkpoint>();
        Parallel.ForEach(
            Partitioner.Create(Small, EnumerablePartitionerOptions.NoBuffering), // One run at a time for each thread.
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            run => trained[(run.Recipe, run.Seed)] = Train(run.Recipe, run.Seed, run.Epochs));
        return trained.ToDictionary();
    }
}
