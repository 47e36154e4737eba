using System.Text.Json;
using System.Text.Json.Nodes;
using MnistApi.Datasets;
using MnistApi.ModelRegistry.Aliases;
using MnistApi.Training.Configuration;
using MnistApi.Training.Configuration.Merging;
using MnistApi.Training.Text;

namespace MnistApi.TrainingRuns.Requests;

/// <summary>A valid request for a run.</summary>
internal sealed record TrainingRunRequest(
    Recipe Recipe,
    string Name,
    string? Dataset,
    long? Seed,
    IReadOnlyList<int> KeepCheckpoints,
    string? PromoteTo,
    TrainingConfig Config)
{
    public const int MaxNameLength = 200;

    /// <summary>JavaScript does not represent larger integers exactly.</summary>
    public const long MaxSeed = (1L << 53) - 1;

    public const int MaxKeptCheckpoints = 100;

    /// <summary>Reads a request. Fields that are not its own override the configuration of the recipe.</summary>
    /// <param name="body">A JSON object without duplicate fields.</param>
    /// <returns>The request and no errors, or null and the errors of all fields.</returns>
    public static (TrainingRunRequest? Request, IReadOnlyList<ValidationError> Errors) Read(JsonElement body)
    {
        var overrides = JsonObject.Create(body)!;
        var errors = new List<ValidationError>();
        var recipeName = Take<string>(body, overrides, "recipe", "the name of a recipe", errors);
        var name = Take<string>(body, overrides, "name", "a text", errors);
        var dataset = Take<string>(body, overrides, "dataset", "the name of a dataset", errors);
        var seed = Take<long?>(body, overrides, "seed", "a whole number", errors);
        var keep = Take<int[]>(body, overrides, "keepCheckpoints", "a list of epochs", errors) ?? [];
        var promoteTo = Take<string>(body, overrides, "promoteTo", "the name of an alias", errors);

        var recipe = recipeName is null ? null : Recipes.Find(recipeName);
        if (recipe is null && !errors.Exists(error => error.Field == "recipe"))
        {
            var recipes = string.Join(", ", Recipes.All.Select(known => known.Name));
            errors.Add(new ValidationError("recipe", $"The field recipe must be one of {recipes}. It is {Show(recipeName)}."));
        }

        errors.AddRange(ErrorsOfName(name));
        if (dataset is not null && !DatasetCatalog.Names.Contains(dataset))
        {
            var datasets = string.Join(", ", DatasetCatalog.Names);
            errors.Add(new ValidationError("dataset", $"The field dataset must be one of {datasets}. It is {Show(dataset)}."));
        }

        if (seed is < 0 or > MaxSeed)
            errors.Add(new ValidationError("seed", $"The field seed must be between 0 and {MaxSeed}. It is {seed}."));
        if (promoteTo is not null && !AliasName.IsValid(promoteTo))
            errors.Add(new ValidationError("promoteTo", $"The field promoteTo must have {AliasName.Rule}. It is {Show(promoteTo)}."));

        var overridden = ConfigOverrides.Apply((recipe ?? Recipes.All[0]).Config, overrides);
        errors.AddRange(overridden.Errors);
        if (overridden.Config is { } config) errors.AddRange(ErrorsOfKeptCheckpoints(keep, config.Epochs));
        if (errors.Count > 0) return (null, errors);

        int[] kept = [.. keep.Distinct().Order()];
        return (new TrainingRunRequest(recipe!, name ?? recipe!.Name, dataset, seed, kept, promoteTo, overridden.Config!), []);
    }

    private static IEnumerable<ValidationError> ErrorsOfName(string? name)
    {
        if (name is null) yield break;
        if (name.Length > MaxNameLength)
            yield return new ValidationError(
                "name", $"The field name must have between 1 and {MaxNameLength} characters. It has {name.Length}.");
        else if (string.IsNullOrWhiteSpace(name))
            yield return new ValidationError(
                "name", $"The field name must have between 1 and {MaxNameLength} characters. It has {name.Length}, none of them visible.");
        if (name.Contains('\0', StringComparison.Ordinal))
            yield return new ValidationError(
                "name", "The field name must not have the character U+0000, because PostgreSQL cannot store it.");
    }

    private static IEnumerable<ValidationError> ErrorsOfKeptCheckpoints(int[] keep, int epochs)
    {
        if (keep.Length > MaxKeptCheckpoints)
            yield return new ValidationError(
                "keepCheckpoints", $"The field keepCheckpoints must have at most {MaxKeptCheckpoints} epochs. It has {keep.Length}.");
        foreach (var epoch in keep.Where(epoch => epoch < 1 || epoch > epochs).Take(1))
            yield return new ValidationError(
                "keepCheckpoints", $"The field keepCheckpoints must have epochs between 1 and {epochs}. It has {epoch}.");
    }

    /// <summary>Reads a field of the request and removes it from the overrides.</summary>
    private static TValue? Take<TValue>(
        JsonElement body, JsonObject overrides, string field, string expected, List<ValidationError> errors)
    {
        if (!overrides.Remove(field) || body.GetProperty(field) is not { ValueKind: not JsonValueKind.Null } value) return default;
        try
        {
            return value.Deserialize<TValue>(TrainingJson.Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A text with half a surrogate pair, which is not Unicode, throws InvalidOperationException.
            errors.Add(new ValidationError(field, $"The field {field} must be {expected}. It is {Show(value.GetRawText())}."));
            return default;
        }
    }

    private static string Show(string? value) => value is null ? "missing" : $"'{TruncatedText.Of(value)}'";
}
