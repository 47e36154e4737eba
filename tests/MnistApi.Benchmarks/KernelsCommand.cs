using System.Diagnostics;
using System.Globalization;
using MnistApi.Training.Configuration;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks;
using MnistApi.Training.Networks.Layers;
using static TorchSharp.torch;

namespace MnistApi.Benchmarks;

/// <summary>
/// Measures the cost of each way to compute the convolutions of <c>builtin</c>, and of the self-check. The ways take turns,
/// round by round.
/// </summary>
internal static class KernelsCommand
{
    private const int Rounds = 9;
    private const int Repetitions = 20;

    public static int Run()
    {
        zeros(1).Dispose(); // Loads libtorch.
        var started = Stopwatch.GetTimestamp();
        var choice = ConvolutionKernels.Chosen;
        var check = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        Machine.Print("kernels");
        Report.Text($"""
            The self-check took {check:F0} ms and chose {choice.Method}. The table shows the four convolutions of `builtin` (1 to 32,
            32 to 32, 32 to 64 and 64 to 32 channels): milliseconds per image, and the ratio to Padded.

            """);
        Report.Header("method", "batch", "forward", "ratio", "forward and backward", "ratio");
        foreach (var batch in new[] { 1, 8, 64 }) Measure(batch);
        return 0;
    }

    private static void Measure(int batch)
    {
        var methods = Enum.GetValues<ConvolutionMethod>();
        var forward = methods.ToDictionary(method => method, _ => new List<double>());
        var both = methods.ToDictionary(method => method, _ => new List<double>());
        for (var round = 0; round <= Rounds; round++)
            foreach (var method in methods)
            {
                var (forwardTime, bothTime) = (Time(method, batch, withGradients: false), Time(method, batch, withGradients: true));
                if (round == 0) continue; // Warms up.
                forward[method].Add(forwardTime);
                both[method].Add(bothTime);
            }

        foreach (var method in methods)
            Report.Row(
                $"{method}",
                $"{batch}",
                $"{Spread.Of(forward[method]):F2}",
                $"{Ratio(forward, method)}",
                $"{Spread.Of(both[method]):F2}",
                $"{Ratio(both, method)}");
    }

    private static string Ratio(Dictionary<ConvolutionMethod, List<double>> times, ConvolutionMethod method) =>
        Spread.Of(times[method].Zip(times[ConvolutionMethod.Padded], (a, b) => a / b)).Median.ToString("F2", CultureInfo.InvariantCulture);

    private static double Time(ConvolutionMethod method, int batch, bool withGradients)
    {
        using var scope = NewDisposeScope();
        using var gradientMode = set_grad_enabled(withGradients);
        var layers = NetworkLayout.Of(Recipes.Find("cnn-robust")!.Config.Network).Layers.OfType<ConvolutionLayer>().ToArray();
        int[] sides = [28, 14, 7, 7];
        var inputs = layers.Zip(sides)
            .Select(pair => randn(batch, pair.First.InputChannels, pair.Second, pair.Second).requires_grad_(withGradients))
            .ToArray();
        var weights = layers
            .Select(layer => randn(layer.OutputChannels, layer.InputChannels, layer.Kernel, layer.Kernel).requires_grad_(withGradients))
            .ToArray();
        var started = Stopwatch.GetTimestamp();
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            using var step = NewDisposeScope();
            for (var i = 0; i < layers.Length; i++)
            {
                var output = Convolution.Compute(method, inputs[i], weights[i], bias: null, layers[i].Stride);
                if (withGradients) autograd.grad([output], [inputs[i], weights[i]], [output.detach()]);
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Repetitions / batch;
    }
}
