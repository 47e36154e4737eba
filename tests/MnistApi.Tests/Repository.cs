namespace MnistApi.Tests;

/// <summary>Finds files of the repository that are not in the output of the tests.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration in which the tests were built, such as "release".</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Name; // artifacts/bin/MnistApi.Tests/release

    /// <summary>The service as <c>dotnet run</c> starts it. The copy in the output of the tests is not compiled to machine code.</summary>
    public static string ServiceAssembly { get; } = PathOf($"artifacts/bin/MnistApi/{Configuration}/MnistApi.dll");

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
