namespace MnistApi.Tests;

public class SourceTextTests
{
    private const int LongestLine = 140; // columns

    [Fact]
    public void No_line_of_code_is_longer_than_140_columns()
    {
        var longLines =
            from folder in new[] { "src", "tests" }
            from file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            where !IsGenerated(file)
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            where line.Text.Length > LongestLine
            select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Number}";

        Assert.Empty(longLines);
    }

    private static bool IsGenerated(string file) =>
        file.Contains($"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
}
