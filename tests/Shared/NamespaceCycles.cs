namespace MnistApi.Architecture;

/// <summary>Finds namespaces that use each other.</summary>
internal static class NamespaceCycles
{
    /// <summary>The namespaces that use themselves by way of others, in alphabetical order.</summary>
    public static IReadOnlyList<string> In(IEnumerable<NamespaceArrow> arrows)
    {
        var used = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        return [.. used.Select(user => user.Key).Where(name => Reachable(name, used).Contains(name)).Order(StringComparer.Ordinal)];
    }

    private static HashSet<string> Reachable(string start, ILookup<string, string> used)
    {
        var reached = new HashSet<string>();
        var left = new Stack<string>([start]);
        while (left.TryPop(out var name))
            foreach (var next in used[name].Where(reached.Add)) left.Push(next);
        return reached;
    }
}
