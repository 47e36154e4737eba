using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Inference;
using MnistApi.Training.Training;

namespace MnistApi.Benchmarks;

/// <summary>
/// Compares our training with PyTorch's on the same machine: the time until a test accuracy, and the time of an epoch of the lecture's
/// network.
/// </summary>
internal static class RaceCommand
{
    private const string Fast = "cnn-fast", Lecture = "lecture-mlp";
    private const double Target = 0.99;
    private const int LectureRounds = 3, LectureEpochs = 4;

    private static readonly long[] Seeds = [1, 2, 3, 4, 5];
    private static readonly int[] LongerRuns = [2, 4, 6];

    /// <summary>The plot of accuracy over time.</summary>
    private static string PlotFile => Path.Combine(Mnist.RepositoryRoot(), "docs", "images", "race.svg");

    public static int Run()
    {
        var dataset = Mnist.Read();
        Train(dataset, Fast, epochs: 1, seed: 0); // Compiles before the clock runs.
        var shortest = Seeds.Select(seed => Train(dataset, Fast, 1, seed)).ToArray();
        var longer = LongerRuns.Select(epochs => Seeds.Select(seed => Train(dataset, Fast, epochs, seed)).ToArray()).ToArray();
        var peer = PyTorchPeer.Run("cnn", Target);
        Machine.Print("race");
        PrintRuns([shortest, .. longer]);
        PrintPeer(shortest, peer);
        PrintLecture(dataset);
        AccuracyPlot.Write(PlotFile, OurPoints([shortest, .. longer]), [.. peer.Select(epoch => (epoch.Seconds, epoch.Accuracy))]);
        return 0;
    }

    private static IReadOnlyList<(double Seconds, double Accuracy)> OurPoints(Result[][] runs) =>
        [.. runs.Select(results => (results.Average(result => result.Seconds), results.Average(result => result.Test)))];

    private static void PrintRuns(Result[][] runs)
    {
        Report.Text($"""
            `{Fast}` with other numbers of epochs. The seconds are of training with validation after each epoch. The test accuracy belongs
            to the epoch with the best validation accuracy. Each run used the test images once.

            """);
        Report.Header("epochs", "seconds", "test accuracy: mean", "of each seed, 1 to 5", "mean validation accuracy");
        foreach (var results in runs)
        {
            Report.Row(
                $"{results[0].Epochs}",
                $"{Spread.Of(results, result => result.Seconds):F1}",
                $"{results.Average(result => result.Test):F4}",
                $"{string.Join(", ", results.Select(result => FormattableString.Invariant($"{result.Test:F4}")))}",
                $"{results.Average(result => result.Validation):F4}");
        }
    }

    private static void PrintPeer(Result[] ours, IReadOnlyList<PeerEpoch> peer)
    {
        var (seconds, last) = (ours.Average(result => result.Seconds), peer[^1]);
        Report.Text($"""

            PyTorch {PyTorchPeer.Version()} with the network and the settings of pytorch/examples took {last.Seconds:F0} s of training,
            {last.Epoch} epochs, to reach {last.Accuracy:P2}. `{Fast}` took {seconds:F1} s, {last.Seconds / seconds:F0} times less.

            """);
    }

    private static void PrintLecture(Dataset dataset)
    {
        var rounds = Enumerable.Range(0, LectureRounds).Select(_ => (
            Ours: Train(dataset, Lecture, LectureEpochs, seed: 1).Seconds,
            Peer: PyTorchPeer.Run("mlp", LectureEpochs)[^1].Seconds)).ToArray();
        Report.Header("an epoch of the lecture's network", "seconds");
        Report.Row($"`{Lecture}`, with validation", $"{Spread.Of(rounds, round => round.Ours / LectureEpochs):F2}");
        Report.Row($"PyTorch eager", $"{Spread.Of(rounds, round => round.Peer / LectureEpochs):F2}");
        Report.Row($"ratio in the same round", $"{Spread.Of(rounds, round => round.Peer / round.Ours):F1}");
    }

    private static Result Train(Dataset dataset, string recipe, int epochs, long seed)
    {
        using var trainer = new Trainer(Recipes.Find(recipe)!.Config with { Epochs = epochs }, dataset, seed);
        Checkpoint? best = null;
        foreach (var epoch in trainer.Run())
        {
            if (EpochResult.Best(trainer.History) == epoch) best = trainer.CreateCheckpoint();
        }

        var predictor = new Predictor(best!) { Threads = Environment.ProcessorCount };
        var test = Evaluator.Evaluate(predictor, dataset.Test).Accuracy;
        var result = new Result(
            epochs, trainer.History.Sum(epoch => epoch.DurationSeconds), EpochResult.Best(trainer.History)!.ValidationAccuracy, test);
        Report.Progress($"{recipe} seed {seed}: {result}");
        return result;
    }

    private sealed record Result(int Epochs, double Seconds, double Validation, double Test);
}
