namespace MnistApi.Tests;

/// <summary>A directory that is deleted after the test.</summary>
internal sealed class TestDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mnistapi-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
