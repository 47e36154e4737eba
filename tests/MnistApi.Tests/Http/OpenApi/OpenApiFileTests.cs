using System.Diagnostics;

namespace MnistApi.Tests.Http.OpenApi;

public class OpenApiFileTests
{
    [Fact]
    public async Task The_command_writes_the_committed_document_and_nothing_else()
    {
        using var directory = new TestDirectory();
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [Repository.ServiceAssembly, "--openapi", "openapi.json"])
            {
                WorkingDirectory = directory.Path,
            })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal([Path.Combine(directory.Path, "openapi.json")], Directory.EnumerateFileSystemEntries(directory.Path));
        Assert.Equal(
            await File.ReadAllBytesAsync(Repository.PathOf(OpenApiDocument.File), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(Path.Combine(directory.Path, "openapi.json"), TestContext.Current.CancellationToken));
    }
}
