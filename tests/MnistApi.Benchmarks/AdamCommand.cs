using System.Diagnostics;
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
/// Measures an epoch of the lecture's MLP with our Adam. It is compared with forward and backward alone on the same weights, and with the
/// same network under torch.optim.Adam. The two updates are also measured alone. All variants take turns, round by round, so that a noisy
/// machine slows them down equally.
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
            Times of one epoch of `lecture-mlp` (784-256-10, batch 50, 55,000 images): the median, with the smallest and the largest in
            brackets. Our epoch is the trainer's own, with shuffling, batches, loss, accuracy and progress. For this network the trainer
            uses one thread of libtorch and prepares the batches on another thread.

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
            var torchSeconds = theirs.Count == epoch.Epoch ? theirs[^1] : double.NaN;
            Report.Progress(
                $"{threads} threads, epoch {epoch.Epoch}: alone {alone[^1]:F2} s, ours {ours[^1]:F2} s, torch {torchSeconds:F2} s");
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
        var updatesToOurs = theirUpdates.Zip(ourUpdates, (torchs, update) => torchs / update);
        var torchToAlone = theirs.Zip(alone, (torchs, bare) => torchs / bare).ToList();
        var lateToEarly = Median(toAlone.Skip(35).Take(5)) / Median(toAlone.Skip(1).Take(5));
        var torchLateToEarly = Median(torchToAlone.Skip(7)) / Median(torchToAlone.Take(3));
        Report.Text($"""
            | `torch.optim.Adam` with {threads} {(threads == 1 ? "thread" : "threads")} | seconds | ratio |
            |---|---|---|
            | forward and backward alone, {alone.Count} epochs | {Spread(alone)} | 1 |
            | training with our Adam, {ours.Count} epochs | {Spread(ours)} | {Spread(toAlone)} of forward and backward alone |
            | `torch.optim.Adam`, {theirs.Count} epochs | {Spread(theirs)} | {Spread(toTorch)} of ours |
            | our update alone, microseconds a step | {Spread(ourUpdates)} | 1 |
            | `torch.optim.Adam`'s update alone, microseconds a step | {Spread(theirUpdates)} | {Spread(updatesToOurs)} of ours |
            | our epochs 36–40 against epochs 2–6, each divided by forward and backward alone | | {lateToEarly:F2} |
            | `torch.optim.Adam`'s epochs 8–10 against epochs 1–3, divided likewise | | {torchLateToEarly:F2} |

            """);
    }

    private static double ForwardAndBackward(NeuralNetwork network, PreparedBatches batches)
    {
        var seconds = 0.0;
        foreach (var (images, labels) in batches.Epoch())
        {
            // Finding the ink prepares the batch. The trainer does that on another thread.
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
        FormattableString.Invariant($"{Median(values):F2} ({values.Min():F2}–{values.Max():F2})");

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
