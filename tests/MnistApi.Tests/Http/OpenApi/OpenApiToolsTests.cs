using System.Diagnostics;

namespace MnistApi.Tests.Http.OpenApi;

/// <summary>
/// Checks docs/openapi.json with third-party tools. The folder Tools contains them, with a reason for each disabled rule.
/// </summary>
public class OpenApiToolsTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private static readonly string Tools = Repository.PathOf("tests/MnistApi.Tests/Http/OpenApi/Tools");
    private static readonly string Document = Repository.PathOf("docs/openapi.json");

    [Fact]
    public async Task Redocly_finds_no_fault() =>
        await RunAsync("node", Installed("@redocly/cli/bin/cli.js"), "lint", Document, "--config", Path.Combine(Tools, "redocly.yaml"));

    [Fact]
    public async Task Spectral_finds_no_fault() =>
        await RunAsync(
            "node",
            Installed("@stoplight/spectral-cli/dist/index.js"),
            "lint",
            Document,
            "--ruleset",
            Path.Combine(Tools, "spectral.yaml"),
            "--fail-severity",
            "hint");

    [Fact]
    public async Task The_Python_client_of_openapi_generator_uploads_files() =>
        await UploadAsync("python", Python(), Path.Combine(Tools, "upload.py"));

    [Fact]
    public async Task The_TypeScript_client_of_openapi_generator_uploads_files()
    {
        Installed("typescript/lib/typescript.js");
        await UploadAsync("typescript-fetch", "node", Path.Combine(Tools, "upload.js"));
    }

    private async Task UploadAsync(string generator, string program, string script)
    {
        using var directory = new TestDirectory();
        var image = Path.Combine(directory.Path, "one.png");
        await File.WriteAllBytesAsync(
            image,
            Predictions.UploadRequests.Png(Predictions.UploadRequests.One, 28, 28),
            TestContext.Current.CancellationToken);
        await RunAsync(
            "java",
            "-jar",
            Installed("@openapitools/openapi-generator-cli/bin/openapi-generator.jar"),
            "generate",
            "-g",
            generator,
            "-i",
            Document,
            "-o",
            directory.Path);

        var printed = await RunAsync(program, script, directory.Path, $"{service.Client.BaseAddress}".TrimEnd('/'), image);

        Assert.Equal(["1", "1 1", "1"], printed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Skips the calling test if the tool is not installed.</summary>
    private static string Installed(string file)
    {
        var path = Path.Combine(Tools, "node_modules", file);
        Assert.SkipUnless(File.Exists(path), $"{file} is not installed; `npm ci` in tests/MnistApi.Tests/Http/OpenApi/Tools installs it.");
        return path;
    }

    /// <summary>Prefers Debian's Python, which has Debian's packages, to another one in the path.</summary>
    private static string Python() => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{await output}\n{await errors}");
        return await output;
    }
}
