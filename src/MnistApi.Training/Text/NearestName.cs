namespace MnistApi.Training.Text;

/// <summary>Finds the known name that a misspelt name probably stands for.</summary>
public static class NearestName
{
    /// <summary>A longer name is not compared, because that would take long and no known name is that long.</summary>
    private const int MaximumLength = 40;

    /// <summary>
    /// The known name that needs the fewest edits, regardless of case. Null if it needs more edits than a third of its letters.
    /// </summary>
    /// <param name="name">Any text.</param>
    /// <param name="known">At least one name.</param>
    public static string? Of(string name, IEnumerable<string> known)
    {
        if (name.Length > MaximumLength) return null;
        var (nearest, edits) = known
            .Select(candidate => (candidate, Edits(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .MinBy(pair => pair.Item2);
        return edits <= nearest.Length / 3 ? nearest : null;
    }

    /// <summary>
    /// Number of letters to insert, delete or replace (Levenshtein, 1966), computed row by row (Wagner and Fischer, 1974).
    /// </summary>
    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
