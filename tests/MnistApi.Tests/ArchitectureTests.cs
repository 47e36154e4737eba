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
        var order = Allowed.Keys.ToList();

        Assert.All(Allowed, folder =>
            Assert.All(folder.Value, used => Assert.InRange(order.IndexOf(used), 0, order.IndexOf(folder.Key) - 1)));
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
