using System.Reflection;
using MnistApi.Architecture;
using MnistApi.Storage;

namespace MnistApi.Tests;

public class ArchitectureTests
{
    private const string Root = "MnistApi.";
    private const string Library = "MnistApi.Training.";

    private static readonly Assembly Service = typeof(MnistDb).Assembly;

    /// <summary>
    /// The folders of the service from the lowest to the highest, with the folders that each may use. Startup may use all of them.
    /// </summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Settings"] = [],
        ["Imaging"] = [],
        ["Storage"] = ["Settings"],
        ["Http"] = ["Settings", "Storage"],
        ["Datasets"] = ["Http", "Imaging", "Settings", "Storage"],
        ["ModelRegistry"] = ["Datasets", "Http", "Settings", "Storage"],
        ["TestErrors"] = ["Datasets", "Http", "Imaging", "ModelRegistry", "Storage"],
        ["Predictions"] = ["Datasets", "Http", "Imaging", "ModelRegistry", "Settings", "Storage"],
        ["TrainingRuns"] = ["Datasets", "Http", "ModelRegistry", "Settings", "Storage"],
        ["Sweeps"] = ["Datasets", "Http", "ModelRegistry", "Settings", "Storage", "TrainingRuns"],
        ["Startup"] =
        [
            "Datasets",
            "Http",
            "Imaging",
            "ModelRegistry",
            "Predictions",
            "Settings",
            "Storage",
            "Sweeps",
            "TestErrors",
            "TrainingRuns",
        ],
    };

    private static readonly IReadOnlyList<NamespaceArrow> Arrows = NamespaceArrows.Of(Service);

    [Fact]
    public void Each_folder_uses_only_folders_below_it()
    {
        Assert.Empty(Violations(Allowed));
    }

    [Fact]
    public void The_check_finds_a_use_that_the_table_does_not_allow()
    {
        var stricter = new Dictionary<string, string[]>(Allowed) { ["Sweeps"] = [.. Allowed["Sweeps"].Except(["TrainingRuns"])] };

        Assert.Contains(Violations(stricter), violation => violation.StartsWith("MnistApi.Sweeps", StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_has_no_cycle()
    {
        Assert.Empty(new ArrowTable(Root, Allowed).Circles());
    }

    [Fact]
    public void No_two_folders_use_each_other_directly_or_by_way_of_others()
    {
        Assert.Empty(NamespaceCycles.In(Arrows.Where(arrow => IsOurs(arrow.From) && IsOurs(arrow.To))));
    }

    [Fact]
    public void The_check_finds_folders_that_use_each_other_by_way_of_others()
    {
        NamespaceArrow[] arrows = [new("A", "B", ""), new("B", "C", ""), new("C", "A", ""), new("C", "D", "")];

        Assert.Equal(["A", "B", "C"], NamespaceCycles.In(arrows));
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Http.HttpResults")]
    [InlineData("Microsoft.AspNetCore.Mvc")]
    public void Only_endpoints_the_folder_Http_and_the_start_know_HTTP_results(string results)
    {
        var others =
            from arrow in Arrows
            where arrow.To == results && !arrow.From.EndsWith(".Endpoints", StringComparison.Ordinal)
            where FolderOf(arrow.From) is not ("Http" or "Startup") // The endpoints of a small feature are in its only folder.
                && arrow.From is not ("MnistApi.Datasets" or "MnistApi.TestErrors")
            select $"{arrow}";

        Assert.Empty(others);
    }

    [Fact]
    public void Only_endpoints_and_readers_of_uploads_handle_HTTP_requests_in_a_feature()
    {
        var others =
            from arrow in Arrows
            where arrow.To == "Microsoft.AspNetCore.Http" && !arrow.From.EndsWith(".Endpoints", StringComparison.Ordinal)
            where FolderOf(arrow.From) is not ("Http" or "Startup")
                && arrow.From is not ("MnistApi.Datasets" or "MnistApi.TestErrors" or "MnistApi.Predictions.Uploads")
            select $"{arrow}";

        Assert.Empty(others);
    }

    private static IEnumerable<string> Violations(Dictionary<string, string[]> allowed) =>
        from arrow in Arrows
        where IsOurs(arrow.From) && IsOurs(arrow.To)
        let folders = (From: FolderOf(arrow.From), To: FolderOf(arrow.To))
        where folders.From != folders.To && !allowed.GetValueOrDefault(folders.From, []).Contains(folders.To)
        select $"{arrow}";

    private static bool IsOurs(string space) =>
        space.StartsWith(Root, StringComparison.Ordinal) && !$"{space}.".StartsWith(Library, StringComparison.Ordinal);

    private static string FolderOf(string space) =>
        space.StartsWith(Root, StringComparison.Ordinal) ? space[Root.Length..].Split('.')[0] : "";
}
