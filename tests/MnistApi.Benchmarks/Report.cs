namespace MnistApi.Benchmarks;

/// <summary>
/// Writes Markdown to standard output and progress to standard error. Numbers are formatted the same way on every machine.
/// </summary>
internal static class Report
{
    public static void Text(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

    public static void Progress(FormattableString text) => Console.Error.WriteLine(FormattableString.Invariant(text));

    /// <summary>The first two lines of a table.</summary>
    public static void Header(params IReadOnlyList<string> columns)
    {
        Console.WriteLine($"| {string.Join(" | ", columns)} |");
        Console.WriteLine($"|{string.Concat(columns.Select(_ => "---|"))}");
    }

    public static void Row(params FormattableString[] cells) =>
        Console.WriteLine($"| {string.Join(" | ", cells.Select(FormattableString.Invariant))} |");
}
