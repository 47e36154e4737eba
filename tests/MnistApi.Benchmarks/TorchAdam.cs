using System.Diagnostics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MnistApi.Benchmarks;

/// <summary>The lecture's MLP, built from TorchSharp's modules and trained with TorchSharp's Adam.</summary>
internal sealed class TorchAdam : IDisposable
{
    private readonly Sequential _network = nn.Sequential(
        ("hidden", nn.Linear(784, 256)),
        ("relu", nn.ReLU()),
        ("output", nn.Linear(256, 10)));
    private readonly OptimizerHelper _optimizer;

    public TorchAdam()
    {
        foreach (var (name, parameter) in _network.named_parameters())
        {
            using var withoutGradients = no_grad();
            if (name.EndsWith("weight", StringComparison.Ordinal)) parameter.normal_();
            else parameter.zero_();
        }

        _optimizer = optim.Adam(_network.parameters(), lr: 0.01);
    }

    public double Epoch(PreparedBatches batches)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var (images, labels) in batches.Epoch())
        {
            _optimizer.zero_grad();
            nn.functional.cross_entropy(_network.forward(images), labels).backward();
            _optimizer.step();
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Microseconds per update with the gradients of the last step.</summary>
    public double Updates(int count)
    {
        var started = Stopwatch.GetTimestamp();
        for (var update = 0; update < count; update++) _optimizer.step();
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / count;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
    }
}
