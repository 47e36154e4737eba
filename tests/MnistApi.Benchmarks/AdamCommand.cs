using System.Diagnostics;
using System.Globalization;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks;
using MnistApi.Training.Networks.Layers;
using MnistApi.Training.Optimization;
using MnistApi.Training.Training;
using static TorchSharp.torch;

namespace MnistApi.Benchmarks;

/// <summary>
/// What an epoch of the lecture's MLP costs with our Adam: against forward and backward alone with the same weights, and against
/// the same network with torch.optim.Adam as one would write it; and the two updates alone. In turn, round by round, so that a noisy
/// machine slows all alike.
/// </summary>
internal static class AdamCommand
{
    private const int Rounds = 40;
    private const int TorchRounds = 10;
    private const int BatchSize = 50;
    private const int UpdatesPerRound = 200;

    public static int Run()
    {
        var dataset = Mnist.Read();
        using var batches = new PreparedBatches(dataset.Split(5000).Training, BatchSize);
        Machine.Print("adam");
        Console.WriteLine("""
            One epoch of `lecture-mlp` (784-256-10, batch 50, 55,000 images); medians and, in brackets, smallest and largest. The epoch is the
            trainer's own: shuffling, batches, loss, accuracy and progress included. The trainer takes one thread of libtorch for this network, and
            prepares batches on another.

            """);
        foreach (var threads in Enumerable.Range(1, Environment.ProcessorCount).Where(int.IsPow2))
        {
            Measure(dataset, batches, threads);
        }

        return 0;
    }

    private static void Measure(Dataset dataset, PreparedBatches batches, int threads)
    {
        using var trainer = new Trainer(Recipes.Find("lecture-mlp")!.Config, dataset, seed: 1);
        using var torchs = new TorchAdam();
        var (alone, ours, theirs) = (new List<double>(), new List<double>(), new List<double>());
        var (ourUpdates, theirUpdates) = (new List<double>(), new List<double>());
        foreach (var epoch in trainer.Run())
        {
            ours.Add(dataset.Split(5000).Training.Count / epoch.SamplesPerSecond);
            using var network = trainer.CreateCheckpoint().CreateNetwork();
            set_num_threads(1);
            alone.Add(ForwardAndBackward(network, batches));
            set_num_threads(threads);
            if (theirs.Count < TorchRounds) theirs.Add(torchs.Epoch(batches));
            ourUpdates.Add(Updates(network));
            theirUpdates.Add(torchs.Updates(UpdatesPerRound));
            Console.Error.WriteLine(
                $"{threads} threads, epoch {epoch.Epoch}: alone {alone[^1]:F2} s, ours {ours[^1]:F2} s, torch {(theirs.Count == epoch.Epoch ? theirs[^1] : double.NaN):F2} s");
        }

        Print(threads, alone, ours, theirs, ourUpdates, theirUpdates);
    }

    private static void Print(
        int threads,
        List<double> alone,
        List<double> ours,
        List<double> theirs,
        List<double> ourUpdates,
        List<double> theirUpdates)
    {
        var toAlone = ours.Zip(alone, (epoch, bare) => epoch / bare).ToList();
        var toTorch = theirs.Zip(ours, (torchs, epoch) => torchs / epoch).ToList();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                | `torch.optim.Adam` with {threads} {(threads == 1 ? "thread" : "threads")} | seconds | ratio |
                |---|---|---|
                | forward and backward alone, {alone.Count} epochs | {Spread(alone)} | 1 |
                | training with our Adam, {ours.Count} epochs | {Spread(ours)} | {Spread(toAlone)} of forward and backward alone |
                | `torch.optim.Adam`, {theirs.Count} epochs | {Spread(theirs)} | {Spread(toTorch)} of ours |
                | our update alone, microseconds a step | {Spread(ourUpdates)} | 1 |
                | `torch.optim.Adam`'s update alone, microseconds a step | {Spread(theirUpdates)} | {Spread(
                    theirUpdates.Zip(ourUpdates, (a, b) => a / b)
                )} of ours |
                | our epochs 36–40 against epochs 2–6, each as a ratio to forward and backward alone | | {Median(toAlone.Skip(35).Take(5))
                    / Median(toAlone.Skip(1).Take(5)):F2} |
                | `torch.optim.Adam`'s epochs 8–10 against epochs 1–3, likewise | | {Median(theirs.Zip(alone, (a, b) => a / b).Skip(7))
                    / Median(theirs.Zip(alone, (a, b) => a / b).Take(3)):F2} |

            """));
    }

    private static double ForwardAndBackward(NeuralNetwork network, PreparedBatches batches)
    {
        var seconds = 0.0;
        foreach (var (images, labels) in batches.Epoch())
        {
            // Finding the ink is the batch's preparation, which the trainer has done on another thread.
            using var ink = SparseImages.Of(TensorMemory.Of(images), ImageSet.PixelsPerImage);
            var started = Stopwatch.GetTimestamp();
            network.Backpropagate(ink, new TrainingPass(1, 1, 1), logits => nn.functional.cross_entropy(logits, labels));
            seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        return seconds;
    }

    private static double Updates(NeuralNetwork network)
    {
        using var scope = NewDisposeScope();
        var gradients = network.Parameters.Select(parameter => randn_like(parameter.Tensor)).ToList();
        var optimizer = OptimizerFactory.Create(new OptimizerConfig { Kind = OptimizerKind.Adam }, network.Parameters);
        var started = Stopwatch.GetTimestamp();
        for (var update = 0; update < UpdatesPerRound; update++) optimizer.Step(gradients, 0.01);
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / UpdatesPerRound;
    }

    private static string Spread(IEnumerable<double> values) =>
        string.Create(CultureInfo.InvariantCulture, $"{Median(values):F2} ({values.Min():F2}–{values.Max():F2})");

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
