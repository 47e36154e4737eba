using System.Reflection;

namespace MnistApi.Training.Tests;

/// <summary>What the build told the tests: see the project file.</summary>
internal static class TestPaths
{
    public static string ProjectDirectory { get; } = Find("ProjectDirectory")!;

    /// <summary>The file as it lies in the package cache, or null where this platform has none of that name.</summary>
    public static string? Packaged(string library) => Find("Packaged" + library);

    private static string? Find(string key) =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(a => a.Key == key)?.Value;
}
