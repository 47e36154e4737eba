namespace MnistApi.Tests;

/// <summary>Finds files of the repository that are not in the output of the tests.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string file) => Path.Combine(Root, file);

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "MnistApi.sln")))
            directory = Path.GetDirectoryName(directory)
                ?? throw new InvalidOperationException($"No MnistApi.sln above {AppContext.BaseDirectory}.");
        return directory;
    }
}
