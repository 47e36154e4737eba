using System.Diagnostics;
using System.Globalization;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Training;

namespace MnistApi.Benchmarks;

/// <summary>How long the synthetic digits take to draw, and what a network that saw nothing else makes of real ones.</summary>
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
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {synthetic.Training.Count
                    + synthetic.Test.Count:N0} synthetic digits drawn in {seconds:F1} s. `{recipe.Name}` trained on them alone reaches
                **{result.Accuracy:P2}** ({result.AccuracyInterval.Low:P2}–{result.AccuracyInterval.High:P2}) on the real MNIST test images. By digit:
                {string.Join(
                    ", ",
                    result.Classes.Select(digit => string.Create(CultureInfo.InvariantCulture, $"{digit.Digit}: {digit.Recall:P1}"))
                )}.

            """));
        return 0;
    }
}
