using System.Text.RegularExpressions;
using MnistApi.ModelRegistry.Contracts;

namespace MnistApi.ModelRegistry.Aliases;

/// <summary>The rule for the name of an alias. It keeps a name from being confused with the id of a model or with a route.</summary>
internal static partial class AliasName
{
    /// <summary>The largest length, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Names with another meaning where a route or a parameter names a model.</summary>
    private static readonly string[] Reserved = [ModelAlias.Builtin, "compare"];

    /// <summary>The rule in words, to follow "must have".</summary>
    public static string Rule { get; } =
        $"1 to 64 characters of a-z, 0-9 and -, must not be a GUID, and must not be {string.Join(" or ", Reserved)}";

    public static bool IsValid(string name) => Name().IsMatch(name) && !Guid.TryParse(name, out _) && !Reserved.Contains(name);

    [GeneratedRegex("^[a-z0-9-]{1,64}\\z")]
    private static partial Regex Name();
}
