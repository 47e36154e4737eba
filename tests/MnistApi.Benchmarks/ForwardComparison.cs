using System.Diagnostics;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Inference;
using MnistApi.Training.Networks;
using MnistApi.Training.Training;

namespace MnistApi.Benchmarks;

/// <summary>Compares the predictor with libtorch, one image at a time. The two take turns, round by round.</summary>
internal static class ForwardComparison
{
    private const int Rounds = 15;
    private const int ImagesPerRound = 100;

    public static void Print()
    {
        Report.Text($"""

            The forward pass of one image: milliseconds, median and range of {Rounds} rounds of {ImagesPerRound} images.

            """);
        Report.Header("network", "libtorch", "predictor", "times as fast");
        var dataset = Mnist.Read();
        var images = dataset.Test.Pixels[..(ImagesPerRound * ImageSet.PixelsPerImage)];
        foreach (var recipe in new[] { "lecture-softmax", "mlp", "cnn-fast" })
        {
            using var untrained = new Trainer(Recipes.Find(recipe)!.Config, dataset, seed: 1);
            var checkpoint = untrained.CreateCheckpoint();
            Measure(recipe, images, new Predictor(checkpoint), checkpoint.CreateNetwork());
        }

        var builtin = ModelFile.Read(File.ReadAllBytes(Mnist.BuiltinModel));
        Measure("`builtin`", images, new Predictor(builtin), builtin.CreateNetwork());
    }

    /// <param name="network">The same network. It is disposed.</param>
    private static void Measure(string name, ReadOnlyMemory<byte> images, Predictor predictor, NeuralNetwork network)
    {
        using var disposed = network;
        var (own, libtorch) = (new List<double>(), new List<double>());
        for (var round = -Rounds / 3; round < Rounds; round++)
        {
            var libtorchTime = Time(images, image => network.Logits(image));
            var ownTime = Time(images, image => predictor.Predict(image.Span));
            if (round < 0) continue; // Warms up.
            libtorch.Add(libtorchTime);
            own.Add(ownTime);
        }

        var ratio = Spread.Of(libtorch.Zip(own, (a, b) => a / b));
        Report.Row($"{name}", $"{Spread.Of(libtorch):F3}", $"{Spread.Of(own):F3}", $"{ratio:F1}");
    }

    private static double Time(ReadOnlyMemory<byte> images, Action<ReadOnlyMemory<byte>> forward)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < images.Length; i += ImageSet.PixelsPerImage) forward(images.Slice(i, ImageSet.PixelsPerImage));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / ImagesPerRound;
    }
}
