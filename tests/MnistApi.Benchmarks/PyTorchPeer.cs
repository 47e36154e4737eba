using System.Diagnostics;
using System.Globalization;

namespace MnistApi.Benchmarks;

/// <summary>An epoch of the peer. The seconds are of training since its beginning; the accuracy is of the test images.</summary>
internal sealed record PeerEpoch(int Epoch, double Seconds, double Accuracy);

/// <summary>
/// Training with PyTorch in another process. It needs Python with PyTorch: Debian's packages python3-torch and libopenblas0-openmp. The
/// environment variable <c>PYTHON</c> names the interpreter; the default is Debian's.
/// </summary>
internal static class PyTorchPeer
{
    private static string Python => Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3";

    public static string Version() => Output("-c", "import torch; print(torch.__version__)").Trim();

    /// <param name="kind">The kind of training, as in PyTorch/peer.py.</param>
    /// <param name="end">The accuracy or the number of epochs at which it ends.</param>
    public static IReadOnlyList<PeerEpoch> Run(string kind, double end)
    {
        var script = Path.Combine(Mnist.RepositoryRoot(), "tests", "MnistApi.Benchmarks", "PyTorch", "peer.py");
        var lines = Output(script, Path.GetFullPath(Mnist.Directory), kind, end.ToString(CultureInfo.InvariantCulture));
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    private static PeerEpoch Parse(string line)
    {
        var fields = line.Split(' ');
        return new PeerEpoch(
            int.Parse(fields[0], CultureInfo.InvariantCulture),
            double.Parse(fields[1], CultureInfo.InvariantCulture),
            double.Parse(fields[2], CultureInfo.InvariantCulture));
    }

    private static string Output(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{Python} ended with {process.ExitCode}.");
    }
}
