using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MnistApi.Tests.Startup;

/// <summary>Checks docker/Dockerfile and compose.yaml without a container engine.</summary>
public partial class ContainerFilesTests
{
    [Fact]
    public void The_Dockerfile_restores_every_project_of_the_service_with_its_lock_file()
    {
        var copied = CopiedSources();
        Assert.All(ProjectsOf("src/MnistApi/MnistApi.csproj"), project => Assert.All(
            [project, $"{Path.GetDirectoryName(project)}/packages.lock.json"],
            file => Assert.Contains(file, copied)));
    }

    [Fact]
    public void Every_file_that_the_Dockerfile_copies_exists_and_is_in_the_build_context()
    {
        var allowed = File.ReadLines(Repository.PathOf(".dockerignore"))
            .Where(line => line.StartsWith('!'))
            .Select(line => new Regex($"^{Regex.Escape(line[1..].TrimEnd('/')).Replace("\\*", "[^/]*", StringComparison.Ordinal)}$"))
            .ToArray();

        Assert.All(CopiedSources(), source =>
        {
            Assert.True(Path.Exists(Repository.PathOf(source)), source);
            Assert.Contains(allowed, pattern => pattern.IsMatch(source.Split('/')[0]));
        });
    }

    [Fact]
    public void Every_setting_of_the_images_and_of_Compose_is_documented()
    {
        var documented = DocumentedSetting().Matches(Read("docs/settings.md")).Select(match => match.Groups[1].Value).ToArray();
        var used = ComposeSetting()
            .Matches(Read("compose.yaml"))
            .Concat(ImageSetting().Matches(Read("docker/Dockerfile")))
            .Select(match => match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal))
            .ToArray();

        Assert.All(["Role", "Storage:ConnectionString", "DataDirectory"], setting => Assert.Contains(setting, used));
        Assert.All(used, setting => Assert.Contains(setting, documented));
    }

    [Fact]
    public void The_example_environment_file_offers_all_variables_of_Compose_with_the_same_defaults()
    {
        var taken = ComposeVariable()
            .Matches(Read("compose.yaml"))
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value))
            .Distinct()
            .Order();
        var offered = ExampleVariable()
            .Matches(Read(".env.example"))
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value))
            .Order();

        Assert.Equal(offered, taken);
    }

    private static string Read(string file) => File.ReadAllText(Repository.PathOf(file));

    /// <summary>The files that are copied from the build context, as paths in the repository.</summary>
    private static string[] CopiedSources() =>
    [
        .. File.ReadLines(Repository.PathOf("docker/Dockerfile"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["COPY", ..] && !words[1].StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(words => words[1..^1])
            .Select(source => source.TrimEnd('/')),
    ];

    /// <summary>A project and the projects that it refers to, as paths in the repository.</summary>
    private static IEnumerable<string> ProjectsOf(string project) =>
        XDocument.Parse(Read(project)).Descendants("ProjectReference")
            .Select(reference => Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, (string)reference.Attribute("Include")!))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .SelectMany(ProjectsOf)
            .Append(project);

    [GeneratedRegex(@"^\| `([A-Za-z:]+)` \|", RegexOptions.Multiline)]
    private static partial Regex DocumentedSetting();

    /// <summary>
    /// Recognizes the service's settings by their Pascal case, which Compose's keys and other programs' variables do not have.
    /// </summary>
    [GeneratedRegex(@"^ +([A-Z][a-z]\w*):", RegexOptions.Multiline)]
    private static partial Regex ComposeSetting();

    [GeneratedRegex(@"\b([A-Z][a-z]+[A-Z]\w*)=/")]
    private static partial Regex ImageSetting();

    [GeneratedRegex(@"\$\{([A-Z_]+)(?::-([^}]*)|:\?[^}]*)\}")]
    private static partial Regex ComposeVariable();

    [GeneratedRegex(@"^#?([A-Z_]+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex ExampleVariable();
}
