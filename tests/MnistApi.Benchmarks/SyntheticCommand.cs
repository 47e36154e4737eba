using System.Diagnostics;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Training;

namespace MnistApi.Benchmarks;

/// <summary>
/// Measures how long the synthetic digits take to draw, and how well a network trained on nothing else recognizes real ones.
/// </summary>
internal static class SyntheticCommand
{
    public static int Run()
    {
        SyntheticDigits.Draw(seed: 1, count: 100); // Compiles before the clock runs.
        var started = Stopwatch.GetTimestamp();
        var synthetic = SyntheticDigits.CreateDataset();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        var recipe = Recipes.Find("cnn-accurate")!;
        using var trainer = new Trainer(recipe.Config, synthetic, seed: 1);
        foreach (var epoch in trainer.Run()) Console.Error.WriteLine(epoch);
        using var network = trainer.CreateCheckpoint().CreateNetwork();
        var result = Evaluator.Evaluate(network, Mnist.Read().Test);

        Machine.Print("synthetic");
        var count = synthetic.Training.Count + synthetic.Test.Count;
        var (low, high) = (result.AccuracyInterval.Low, result.AccuracyInterval.High);
        var byDigit = result.Classes.Select(digit => FormattableString.Invariant($"{digit.Digit}: {digit.Recall:P1}"));
        Report.Text($"""
            {count:N0} synthetic digits were drawn in {seconds:F1} s. Trained on nothing else, `{recipe.Name}` reaches
            **{result.Accuracy:P2}** ({low:P2}–{high:P2}) on the real MNIST test images. By digit:
            {string.Join(", ", byDigit)}.

            """);
        return 0;
    }
}
