using System.Diagnostics;
using System.Globalization;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Training;

namespace MnistApi.Benchmarks;

/// <summary>Trains recipes on MNIST as the service does: the model is the epoch with the best validation accuracy, and the test images are looked at once.</summary>
internal static class ExperimentsCommand
{
    private static readonly long[] Seeds = [1, 2, 3];

    public static int Run(string[] names)
    {
        var dataset = Mnist.Read();
        Machine.Print("experiments");
        Console.WriteLine($"""
            Dataset: mnist, SHA-256 {dataset.Sha256}. Validation is the first 5,000 training images; the lecture's numbers are in brackets.
            The test column is of the last epoch for the lecture's recipes, as the lecture has it, and of the best epoch on validation for ours; it was looked at
            once per run, and nothing was chosen by it.

            | recipe | seed | parameters | first epoch: validation loss, accuracy | last epoch: validation loss, accuracy | best validation accuracy | test accuracy (95 % interval) | test errors | first ten | seconds |
            |---|---|---|---|---|---|---|---|---|---|
            """);
        foreach (var recipe in Recipes.All.Where(recipe => names.Length == 0 || names.Contains(recipe.Name)))
            foreach (var seed in Seeds)
                Console.WriteLine(Row(recipe, dataset, seed));
        return 0;
    }

    private static string Row(Recipe recipe, Dataset dataset, long seed)
    {
        var started = Stopwatch.GetTimestamp();
        using var trainer = new Trainer(recipe.Config, dataset, seed);
        var isLectures = recipe.Name.StartsWith("lecture-", StringComparison.Ordinal);
        Checkpoint? model = null;
        foreach (var epoch in trainer.Run())
        {
            Console.Error.WriteLine($"{recipe.Name} {seed} {epoch}");
            if (isLectures || EpochResult.Best(trainer.History) == epoch) model = trainer.CreateCheckpoint();
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var network = model!.CreateNetwork();
        var test = Evaluator.Evaluate(network, dataset.Test);
        var firstTen = network
            .Logits(dataset.Test.Slice(0, 10).Pixels.Span)
            .Chunk(ImageSet.ClassCount)
            .Select(logits => Training.Networks.Softmax.ArgMax(logits));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| `{recipe.Name}` | {seed} | {network.ParameterCount:N0} | {Epoch(recipe, trainer.History[0])} | {Epoch(recipe, trainer.History[^1])} | {EpochResult.Best(trainer.History)!.ValidationAccuracy:F4} | {test.Accuracy:F4}{Lecture(recipe, null, "testAccuracy")} ({test.AccuracyInterval.Low:F4}–{test.AccuracyInterval.High:F4}) | {test.Errors.Count} | {string.Join(' ', firstTen)} | {seconds:F0} |");
    }

    private static string Epoch(Recipe recipe, EpochResult result) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Epoch}: {result.ValidationLoss:F4}{Lecture(recipe, result.Epoch, "validationLoss")}, {result.ValidationAccuracy:F4}{Lecture(recipe, result.Epoch, "validationAccuracy")}");

    private static string Lecture(Recipe recipe, int? epoch, string metric) =>
        recipe.LectureResults.FirstOrDefault(result => result.Epoch == epoch && result.Metric == metric) is { } found
            ? string.Create(CultureInfo.InvariantCulture, $" [{found.Value:0.####}]")
            : "";
}
