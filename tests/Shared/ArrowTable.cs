using System.Reflection;

namespace MnistApi.Architecture;

/// <summary>Which namespaces of an assembly may use which others.</summary>
/// <param name="root">The namespace above all those in the table, with a dot at the end.</param>
/// <param name="allowed">For each namespace, named without the root, those that it may use.</param>
internal sealed class ArrowTable(string root, IReadOnlyDictionary<string, string[]> allowed)
{
    /// <summary>What an assembly's namespaces do against the table, one sentence for each arrow.</summary>
    public IReadOnlyList<string> Violations(Assembly assembly) =>
    [
        .. from arrow in NamespaceArrows.Of(assembly)
           where Name(arrow.From) is not null && Name(arrow.To) is not null
           where !allowed.TryGetValue(Name(arrow.From)!, out var targets) || !targets.Contains(Name(arrow.To))
           select $"{arrow} is not allowed",
    ];

    /// <summary>Namespaces that use each other by the table's own arrows, directly or by way of others.</summary>
    public IReadOnlyList<string> Circles() =>
        NamespaceCycles.In(allowed.SelectMany(user => user.Value, (user, used) => new NamespaceArrow(user.Key, used, "")));

    private string? Name(string fullName) => fullName.StartsWith(root, StringComparison.Ordinal) ? fullName[root.Length..] : null;
}
