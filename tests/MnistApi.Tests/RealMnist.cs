using MnistApi.Training.Data;
using MnistApi.Training.Data.Idx;

namespace MnistApi.Tests;

/// <summary>
/// The real MNIST for the tests that need it, from the directory in the environment variable <c>MNIST_DIRECTORY</c> or from
/// <c>../shared/mnist</c> beside the repository. If neither has the four files, the calling test is skipped.
/// </summary>
internal static class RealMnist
{
    private const string Variable = "MNIST_DIRECTORY";

    private static readonly Lazy<Dataset> Loaded = new(() => IdxDirectory.Read(Directory, "mnist"));

    /// <summary>All images, read once for all tests. Skips the calling test if the files are not there.</summary>
    public static Dataset Dataset
    {
        get
        {
            // Outside the lazy value, which would turn the skip of one test into the failure of the next.
            _ = Directory;
            return Loaded.Value;
        }
    }

    /// <summary>The 10,000 test images.</summary>
    public static ImageSet Test => Dataset.Test;

    public static string Directory
    {
        get
        {
            var directory = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
                ? named
                : Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "mnist"));
            Assert.SkipUnless(
                IdxDirectory.MissingFiles(directory).Count == 0,
                $"The four MNIST files are not in {directory}. Put them there, or set {Variable} to the directory that has them.");
            return directory;
        }
    }
}
