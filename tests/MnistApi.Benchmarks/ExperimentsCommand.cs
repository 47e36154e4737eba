using System.Diagnostics;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Training;

namespace MnistApi.Benchmarks;

/// <summary>
/// Trains recipes on MNIST as the service does: the epoch with the best validation accuracy becomes the model, and the test images are used
/// once.
/// </summary>
internal static class ExperimentsCommand
{
    private static readonly long[] Seeds = [1, 2, 3];

    public static int Run(string[] names)
    {
        var dataset = Mnist.Read();
        Machine.Print("experiments");
        Report.Text($"""
            Dataset: mnist, SHA-256 {dataset.Sha256}.
            The first 5,000 training images are the validation images. The lecture's numbers are in square brackets. The test columns
            belong to the last epoch for the lecture's recipes, as in the lecture, and to the best validation epoch for ours. Each run
            used the test images once, and nothing was chosen by the result.

            """);
        Report.Header(
            "recipe",
            "seed",
            "parameters",
            "first epoch: validation loss, accuracy",
            "last epoch: validation loss, accuracy",
            "best validation accuracy",
            "test accuracy (95 % interval)",
            "test errors",
            "first ten",
            "seconds");
        foreach (var recipe in Recipes.All.Where(recipe => names.Length == 0 || names.Contains(recipe.Name)))
            foreach (var seed in Seeds)
                PrintRow(recipe, dataset, seed);
        return 0;
    }

    private static void PrintRow(Recipe recipe, Dataset dataset, long seed)
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
        var firstTen = network.Logits(dataset.Test.Slice(0, 10).Pixels)
            .Chunk(ImageSet.ClassCount)
            .Select(logits => Training.Networks.Softmax.ArgMax(logits));
        var accuracy = $"{Format(test.Accuracy)}{Lecture(recipe, null, "testAccuracy")}";
        var interval = $"{Format(test.AccuracyInterval.Low)}–{Format(test.AccuracyInterval.High)}";
        Report.Row(
            $"`{recipe.Name}`",
            $"{seed}",
            $"{network.ParameterCount:N0}",
            $"{Epoch(recipe, trainer.History[0])}",
            $"{Epoch(recipe, trainer.History[^1])}",
            $"{EpochResult.Best(trainer.History)!.ValidationAccuracy:F4}",
            $"{accuracy} ({interval})",
            $"{test.Errors.Count}",
            $"{string.Join(' ', firstTen)}",
            $"{seconds:F0}");
    }

    private static string Epoch(Recipe recipe, EpochResult result)
    {
        var loss = $"{Format(result.ValidationLoss)}{Lecture(recipe, result.Epoch, "validationLoss")}";
        var accuracy = $"{Format(result.ValidationAccuracy)}{Lecture(recipe, result.Epoch, "validationAccuracy")}";
        return $"{result.Epoch}: {loss}, {accuracy}";
    }

    private static string Format(double? value) => FormattableString.Invariant($"{value:F4}");

    private static string Lecture(Recipe recipe, int? epoch, string metric) =>
        recipe.LectureResults.FirstOrDefault(result => result.Epoch == epoch && result.Metric == metric) is { } found
            ? FormattableString.Invariant($" [{found.Value:0.####}]")
            : "";
}
