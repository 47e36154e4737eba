using MnistApi.Training.Data;
using MnistApi.Training.Data.Idx;

namespace MnistApi.Training.Tests;

/// <summary>
/// The real MNIST for the tests that need it: from the directory in the environment variable <c>MNIST_DIRECTORY</c>, or from
/// <c>../shared/mnist</c> beside the repository. Where neither has the four files, the test that asks is skipped.
/// </summary>
internal static class RealMnist
{
    private const string Variable = "MNIST_DIRECTORY";

    private static readonly Lazy<Dataset> Loaded = new(() => IdxDirectory.Read(Directory, "mnist"));

    /// <summary>Where the four files are. Skips the calling test if they are not.</summary>
    public static string Directory
    {
        get
        {
            var directory = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
                ? named
                : Path.GetFullPath(Path.Combine(RepositoryRoot(), "..", "shared", "mnist"));
            Assert.SkipUnless(
                IdxDirectory.MissingFiles(directory).Count == 0,
                $"The four MNIST files are not in {directory}. Put them there, or set {Variable} to the directory that has them.");
            return directory;
        }
    }

    /// <summary>MNIST, read once for all tests. Skips the calling test if the files are not there.</summary>
    public static Dataset Dataset
    {
        get
        {
            // Outside the lazy value, which would keep the skip of one test as the failure of the next.
            _ = Directory;
            return Loaded.Value;
        }
    }

    private static string RepositoryRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "MnistApi.sln")))
            directory = Path.GetDirectoryName(directory)
                ?? throw new InvalidOperationException($"There is no MnistApi.sln above {AppContext.BaseDirectory}.");
        return directory;
    }
}
