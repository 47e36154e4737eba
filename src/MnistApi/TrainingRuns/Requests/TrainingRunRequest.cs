using System.Text.Json;
using System.Text.Json.Nodes;
using MnistApi.Datasets;
using MnistApi.ModelRegistry.Aliases;
using MnistApi.Training.Configuration;
using MnistApi.Training.Text;

namespace MnistApi.TrainingRuns.Requests;

/// <summary>A request for a run, understood and within its bounds.</summary>
internal sealed record TrainingRunRequest(Recipe Recipe, string Name, string? Dataset, long? Seed, IReadOnlyList<int> KeepCheckpoints, string? PromoteTo, TrainingConfig Config)
{
    public const int MaxNameLength = 200;

    /// <summary>Larger whole numbers are not exact in JavaScript.</summary>
    public const long MaxSeed = (1L << 53) - 1;

    public const int MaxKeptCheckpoints = 100;

    /// <summary>Reads a request: the fields of its own, and everything else as overrides of the recipe's configuration.</summary>
    /// <param name="body">An object, without a field twice.</param>
    /// <returns>The request, or null and what is wrong with each field.</returns>
    public static (TrainingRunRequest? Request, IReadOnlyList<ValidationError> Faults) Read(JsonElement body)
    {
        var overrides = JsonObject.Create(body)!;
        var faults = new List<ValidationError>();
        var recipeName = Take<string>(body, overrides, "recipe", "the name of a recipe", faults);
        var name = Take<string>(body, overrides, "name", "a text", faults);
        var dataset = Take<string>(body, overrides, "dataset", "the name of a dataset", faults);
        var seed = Take<long?>(body, overrides, "seed", "a whole number", faults);
        var keep = Take<int[]>(body, overrides, "keepCheckpoints", "a list of epochs", faults) ?? [];
        var promoteTo = Take<string>(body, overrides, "promoteTo", "the name of an alias", faults);

        var recipe = recipeName is null ? null : Recipes.Find(recipeName);
        if (recipe is null && !faults.Exists(fault => fault.Field == "recipe"))
            faults.Add(new ValidationError("recipe", $"The field recipe must be one of {string.Join(", ", Recipes.All.Select(known => known.Name))}. It is {Show(recipeName)}."));
        if (name is { } text && (text.Length > MaxNameLength || string.IsNullOrWhiteSpace(text)))
            faults.Add(new ValidationError("name", $"The field name must have between 1 and {MaxNameLength} characters. It has {text.Length}{(text.Length <= MaxNameLength ? ", none of them visible" : "")}."));
        if (name?.Contains('\0', StringComparison.Ordinal) == true)
            faults.Add(new ValidationError("name", "The field name must not have the character U+0000, which PostgreSQL cannot keep."));
        if (dataset is not null && !DatasetCatalog.Names.Contains(dataset))
            faults.Add(new ValidationError("dataset", $"The field dataset must be one of {string.Join(", ", DatasetCatalog.Names)}. It is {Show(dataset)}."));
        if (seed is < 0 or > MaxSeed)
            faults.Add(new ValidationError("seed", $"The field seed must be between 0 and {MaxSeed}. It is {seed}."));

        if (promoteTo is not null && !AliasName.IsValid(promoteTo))
            faults.Add(new ValidationError("promoteTo", $"The field promoteTo must have {AliasName.Rule}. It is {Show(promoteTo)}."));

        var overridden = ConfigOverrides.Apply((recipe ?? Recipes.All[0]).Config, overrides);
        faults.AddRange(overridden.Errors);
        if (overridden.Config is { } config) faults.AddRange(FaultsOfKept(keep, config.Epochs));
        return faults.Count > 0
            ? (null, faults)
            : (new TrainingRunRequest(recipe!, name ?? recipe!.Name, dataset, seed, [.. keep.Distinct().Order()], promoteTo, overridden.Config!), []);
    }

    private static IEnumerable<ValidationError> FaultsOfKept(int[] keep, int epochs)
    {
        if (keep.Length > MaxKeptCheckpoints)
            yield return new ValidationError("keepCheckpoints", $"The field keepCheckpoints must have at most {MaxKeptCheckpoints} epochs. It has {keep.Length}.");
        foreach (var epoch in keep.Where(epoch => epoch < 1 || epoch > epochs).Take(1))
            yield return new ValidationError("keepCheckpoints", $"The field keepCheckpoints must have epochs between 1 and {epochs}. It has {epoch}.");
    }

    /// <summary>Reads a field of the request's own; overrides are what is left.</summary>
    private static TValue? Take<TValue>(JsonElement body, JsonObject overrides, string field, string expected, List<ValidationError> faults)
    {
        if (!overrides.Remove(field) || body.GetProperty(field) is not { ValueKind: not JsonValueKind.Null } value) return default;
        try
        {
            return value.Deserialize<TValue>(TrainingJson.Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: a text that is not Unicode, half a surrogate pair.
            faults.Add(new ValidationError(field, $"The field {field} must be {expected}. It is {Show(value.GetRawText())}."));
            return default;
        }
    }

    private static string Show(string? value) => value is null ? "missing" : $"'{TruncatedText.Of(value)}'";
}
