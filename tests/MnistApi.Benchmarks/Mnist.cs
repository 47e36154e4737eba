using MnistApi.Training.Data;
using MnistApi.Training.Data.Idx;

namespace MnistApi.Benchmarks;

/// <summary>The real MNIST, from MNIST_DIRECTORY or from ../shared/mnist beside the repository.</summary>
internal static class Mnist
{
    public static string Directory =>
        Environment.GetEnvironmentVariable("MNIST_DIRECTORY") ?? Path.Combine(RepositoryRoot(), "..", "shared", "mnist");

    /// <summary>The file of the built-in model.</summary>
    public static string BuiltinModel =>
        Path.Combine(RepositoryRoot(), "src", "MnistApi", "ModelRegistry", "Builtin", "builtin.safetensors");

    public static Dataset Read() => IdxDirectory.Read(Directory, "mnist");

    /// <summary>The directory with MnistApi.sln.</summary>
    public static string RepositoryRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "MnistApi.sln")))
            directory = Path.GetDirectoryName(directory)
                ?? throw new InvalidOperationException($"No MnistApi.sln above {AppContext.BaseDirectory}.");
        return directory;
    }
}
