using MnistApi.Architecture;
using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging;

public sealed class ImagingArchitectureTests
{
    private const string Root = "MnistApi.Imaging";

    /// <summary>Each folder of Imaging, and the folders that it may use. A folder comes after those that it uses.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [""] = [],
        [".Rendering"] = [],
        [".Decoding.Formats"] = [""],
        [".Decoding"] = ["", ".Decoding.Formats"],
        [".InkDetection.Planes"] = [""],
        [".InkDetection.Paper"] = ["", ".InkDetection.Planes"],
        [".InkDetection.Segmentation"] = ["", ".InkDetection.Planes"],
        [".InkDetection.Lines"] = ["", ".InkDetection.Planes", ".InkDetection.Segmentation"],
        [".InkDetection"] = ["", ".InkDetection.Lines", ".InkDetection.Paper", ".InkDetection.Planes", ".InkDetection.Segmentation"],
        [".Normalization"] =
            ["", ".InkDetection", ".InkDetection.Paper", ".InkDetection.Planes", ".InkDetection.Segmentation"],
    };

    private static readonly NamespaceArrow[] Arrows =
        [.. NamespaceArrows.Of(typeof(ImageRaster).Assembly).Where(arrow => IsWithin(arrow.From, Root))];

    [Fact]
    public void Each_folder_uses_only_folders_below_it()
    {
        Assert.Empty(new ArrowTable(Root, Allowed).Violations(typeof(ImageRaster).Assembly));
    }

    [Fact]
    public void The_table_has_no_cycle()
    {
        Assert.Empty(new ArrowTable(Root, Allowed).Circles());
    }

    [Fact]
    public void Only_decoding_uses_the_image_library()
    {
        var users = Arrows.Where(arrow => IsWithin(arrow.To, "SixLabors.ImageSharp")).Select(arrow => arrow.From).Distinct();

        Assert.Equal([$"{Root}.Decoding"], users);
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Microsoft.EntityFrameworkCore")]
    [InlineData("Microsoft.Extensions")]
    public void Imaging_knows_nothing_of(string framework)
    {
        Assert.DoesNotContain(Arrows, arrow => IsWithin(arrow.To, framework));
    }

    private static bool IsWithin(string space, string root) => space == root || space.StartsWith($"{root}.", StringComparison.Ordinal);
}
