using System.Text.RegularExpressions;
using MnistApi.ModelRegistry.Contracts;

namespace MnistApi.ModelRegistry.Aliases;

/// <summary>Names that an alias may have: such that it is never mistaken for an id or a route.</summary>
internal static partial class AliasName
{
    /// <summary>Characters.</summary>
    public const int MaxLength = 64;

    /// <summary>They mean something else where a model's name stands.</summary>
    private static readonly string[] Reserved = [ModelAlias.Builtin, "compare"];

    /// <summary>For people: what a name must be.</summary>
    public static string Rule { get; } = $"1 to 64 characters of a-z, 0-9 and -, must not be a GUID, and must not be {string.Join(" or ", Reserved)}";

    public static bool IsValid(string name) => Name().IsMatch(name) && !Guid.TryParse(name, out _) && !Reserved.Contains(name);

    [GeneratedRegex("^[a-z0-9-]{1,64}\\z")]
    private static partial Regex Name();
}
