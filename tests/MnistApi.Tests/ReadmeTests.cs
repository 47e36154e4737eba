using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MnistApi.Tests;

/// <summary>The README's walk through the service, as a new user follows it.</summary>
public partial class ReadmeTests
{
    [Fact]
    public async Task The_walk_through_the_service_prints_what_the_README_says()
    {
        Assert.SkipUnless(IsThere("curl") && IsThere("jq"), "Install curl and jq to run the README's walk.");
        await using var service = await ServiceProcess.StartAsync(null, ("Datasets__Mnist__Directories__0", RealMnist.Directory));
        var (commands, expected) = ReadWalk(
            await File.ReadAllTextAsync(Repository.PathOf("README.md"), TestContext.Current.CancellationToken));
        Assert.True(commands.Length >= 6, "The README has no walk, or this test does not find it.");
        using var directory = new TestDirectory();

        var printed = await RunAsync(
            string.Join('\n', commands).Replace("localhost:5080", service.Client.BaseAddress!.Authority, StringComparison.Ordinal),
            directory.Path);

        Assert.Equal(expected.Select(Masked), printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Masked));
        Assert.True(new FileInfo(Path.Combine(directory.Path, "errors.png")).Length > 1000);
    }

    /// <summary>Blocks with the language sh are commands; blocks without a language are their output.</summary>
    private static (string[] Commands, string[] Expected) ReadWalk(string readme)
    {
        var start = readme.IndexOf("## A walk through it", StringComparison.Ordinal);
        var walk = readme[start..readme.IndexOf("## What else it does", StringComparison.Ordinal)];
        var blocks = Block().Matches(walk).Select(match => (Language: match.Groups[1].Value, Text: match.Groups[2].Value)).ToArray();
        var commands = blocks.Where(block => block.Language == "sh").Select(block => block.Text);
        var expected = blocks
            .Where(block => block.Language.Length == 0)
            .SelectMany(block => block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return ([.. commands], [.. expected]);
    }

    /// <summary>
    /// Masks measured numbers, because other processors compute other last digits. Which image is the worst error is measured, too.
    /// </summary>
    private static string Masked(string line) => Cut().Replace(Measured().Replace(Decimal().Replace(line, "#"), "$1$2#"), "");

    private static async Task<string> RunAsync(string script, string directory)
    {
        using var process = Process.Start(
            new ProcessStartInfo("bash", ["-e", "-c", script]) { RedirectStandardOutput = true, WorkingDirectory = directory })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static bool IsThere(string tool) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(directory => File.Exists(Path.Combine(directory, tool)));

    [GeneratedRegex("```(\\w*)\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("(\"(?:errorCount|index|predicted|label|confidence)\":|test/)\\d+|(\"labelDisputed\":)(?:true|false)|^\\d+$")]
    private static partial Regex Measured();

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Decimal();

    /// <summary>The place where a long line is cut depends on the digits before it.</summary>
    [GeneratedRegex("(?<=\"trainAccuracy\":#).*")]
    private static partial Regex Cut();
}
