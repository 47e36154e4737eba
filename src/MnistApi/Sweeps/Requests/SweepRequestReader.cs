using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MnistApi.Sweeps.Contracts;
using MnistApi.Training.Configuration;
using MnistApi.Training.Text;
using MnistApi.TrainingRuns.Requests;

namespace MnistApi.Sweeps.Requests;

/// <summary>Reads a request for a sweep and collects all its errors.</summary>
internal sealed class SweepRequestReader
{
    private static readonly string[] Known =
        ["recipe", "name", "dataset", "overrides", "parameters", "search", "seed", "maxRuns", "halving"];

    /// <summary>The fields of a run that are not part of its configuration. A sweep has its own field of the same name, or none.</summary>
    private static readonly string[] NotOverrides = ["recipe", "name", "dataset", "seed", "keepCheckpoints", "promoteTo"];

    private readonly JsonElement _body;
    private readonly List<ValidationError> _errors = [];

    private SweepRequestReader(JsonElement body) => _body = body;

    /// <summary>Reads a request.</summary>
    /// <param name="body">A JSON object without duplicate fields.</param>
    /// <param name="randomSeed">The seed to use if the request has none.</param>
    /// <returns>The request and no errors, or null and the errors of all fields.</returns>
    public static (SweepRequest? Request, IReadOnlyList<ValidationError> Errors) Read(JsonElement body, long randomSeed)
    {
        var reader = new SweepRequestReader(body);
        foreach (var field in body.EnumerateObject().Where(field => !UnicodeText.IsValid(field.Value)))
            reader.AddError(field.Name, $"The field {TruncatedText.Of(field.Name)} has a text that is not Unicode: an unpaired surrogate.");
        var request = reader._errors.Count > 0 ? null : reader.Read(randomSeed);
        return reader._errors.Count > 0 ? (null, reader._errors) : (request, []);
    }

    private SweepRequest? Read(long randomSeed)
    {
        foreach (var field in _body.EnumerateObject().Where(field => !Known.Contains(field.Name)))
        {
            var name = TruncatedText.Of(field.Name);
            AddError(
                name,
                $"The field {name} is unknown. The known fields are {string.Join(", ", Known)}. "
                + "The configuration of a run goes into overrides or parameters.");
        }

        var halvingReader = new SweepHalvingReader(_errors);
        var search = Field("search") is { } word ? ReadSearch(word) : SweepSearch.Grid;
        var maxRuns = ReadMaxRuns(search);
        var halving = Field("halving") is { } settings ? halvingReader.Read(settings) : null;
        var overrides = ReadOverrides();
        var parameters = ReadParameters(search, overrides);
        var seed = Field("seed") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var given) ? given : randomSeed;
        var body = RunBody(overrides, seed);
        if (_errors.Count > 0)
        {
            // Reads the other fields as well, so that the client gets all errors at once.
            var (_, errors) = TrainingRunRequest.Read(JsonSerializer.SerializeToElement(body));
            _errors.AddRange(errors.Where(error => NotOverrides.Contains(error.Field)));
            return null;
        }

        if (FindPoints(parameters, search, maxRuns, seed) is not { } values) return null;
        var validator = new SweepPointValidator(parameters, overrides);
        SweepPoint?[] points = [.. values.Select(point => validator.Validate(body, point))];
        _errors.AddRange(validator.Errors);
        if (_errors.Count > 0) return null;

        var request = new SweepRequest(
            points[0]!.Run.Name, seed, search, maxRuns, halving, ToFields(overrides), ToFields(parameters), points!);
        halvingReader.Check(request, parameters);
        CheckName(request);
        return request;
    }

    private SweepSearch ReadSearch(JsonElement word)
    {
        if (IsText(word, "grid")) return SweepSearch.Grid;
        if (IsText(word, "random")) return SweepSearch.Random;
        AddError("search", $"The field search must be one of grid, random. It is {TruncatedText.Of(word.GetRawText())}.");
        return SweepSearch.Random;
    }

    private int ReadMaxRuns(SweepSearch search)
    {
        const string expected = "The field maxRuns must be a whole number between 1 and";
        if (Field("maxRuns") is { } field)
        {
            var isNumber = field.ValueKind == JsonValueKind.Number && field.TryGetInt32(out _);
            if (isNumber && field.GetInt32() is >= 1 and <= SweepRequest.MaxRunCount and var maxRuns) return maxRuns;
            AddError("maxRuns", $"{expected} {SweepRequest.MaxRunCount}. It is {TruncatedText.Of(field.GetRawText())}.");
        }
        else if (search == SweepSearch.Random && Field("search") is { } word && IsText(word, "random"))
        {
            AddError(
                "maxRuns",
                $"{expected} {SweepRequest.MaxRunCount}, because it is the number of runs of a random search. It is missing.");
        }

        return SweepRequest.MaxRunCount;
    }

    private JsonObject ReadOverrides()
    {
        if (Field("overrides") is not { } field) return [];
        if (field.ValueKind != JsonValueKind.Object)
        {
            var value = TruncatedText.Of(field.GetRawText());
            AddError("overrides", $"The field overrides must be an object, such as {{\"epochs\":9}}. It is {value}.");
            return [];
        }

        var overrides = JsonObject.Create(field)!;
        foreach (var name in NotOverrides.Where(overrides.ContainsKey))
        {
            var advice = Known.Contains(name)
                ? $"Put the field {name} next to overrides instead; it applies to the whole sweep."
                : "Leave it out; a sweep does not support it.";
            AddError($"overrides.{name}", $"The field overrides.{name} is not part of the configuration. {advice}");
        }

        return overrides;
    }

    private IReadOnlyList<SweepParameter> ReadParameters(SweepSearch search, JsonObject overrides)
    {
        var field = Field("parameters");
        if (field is not { ValueKind: JsonValueKind.Object } ranges || !ranges.EnumerateObject().Any())
        {
            var value = field is { } given ? TruncatedText.Of(given.GetRawText()) : "missing";
            AddError(
                "parameters",
                "The field parameters must be an object with at least one path and its values, such as {\"batchSize\":[32,64]}. "
                + $"It is {value}.");
            return [];
        }

        var parameters = new SweepParameterReader(search, _errors).Read(ranges);
        foreach (var path in parameters.Select(parameter => parameter.Path).Where(path => path != SweepPath.Seed && overrides.HasAt(path)))
            AddError($"parameters.{path}", $"The field {path} is in both overrides and parameters. Leave it in one of them.");
        return parameters;
    }

    private IReadOnlyList<JsonElement[]>? FindPoints(
        IReadOnlyList<SweepParameter> parameters, SweepSearch search, int maxRuns, long seed)
    {
        var count = SweepPoints.Count(parameters);
        if (search == SweepSearch.Grid)
        {
            if (count <= maxRuns) return SweepPoints.Grid(parameters);
            var advice = maxRuns == SweepRequest.MaxRunCount
                ? "A sweep has at most that many runs. Use fewer values or a random search."
                : $"Use fewer values or a random search, or raise maxRuns to at most {SweepRequest.MaxRunCount}.";
            AddError(
                "maxRuns",
                string.Create(CultureInfo.InvariantCulture, $"The grid has {count:N0} runs, but maxRuns allows {maxRuns}. {advice}"));
            return null;
        }

        var points = count >= maxRuns ? SweepPoints.Random(parameters, maxRuns, seed) : [];
        if (points.Count == maxRuns) return points;
        var found = count < maxRuns
            ? string.Create(CultureInfo.InvariantCulture, $"{count:N0}")
            : string.Create(CultureInfo.InvariantCulture, $"hardly more than {points.Count}");
        AddError(
            "maxRuns",
            $"The parameters have {found} different combinations, but maxRuns asks for {maxRuns}. Ask for fewer runs, or add values.");
        return null;
    }

    private void CheckName(SweepRequest request)
    {
        var length = request.Name.Length;
        if (length > SweepRequest.MaxNameLength)
            AddError("name", $"The field name must have between 1 and {SweepRequest.MaxNameLength} characters. It has {length}.");
    }

    /// <summary>The part of the request that all runs have in common.</summary>
    private JsonObject RunBody(JsonObject overrides, long seed)
    {
        var body = overrides.DeepClone().AsObject();
        foreach (var name in NotOverrides) body.Remove(name);
        foreach (var name in new[] { "recipe", "name", "dataset", "seed" })
            if (Field(name) is { } field) body[name] = JsonNode.Parse(field.GetRawText());
        body["seed"] ??= seed;
        return body;
    }

    private static Dictionary<string, JsonElement> ToFields(JsonObject overrides) =>
        overrides.ToDictionary(field => field.Key, field => JsonSerializer.SerializeToElement(field.Value));

    private static Dictionary<string, JsonElement> ToFields(IEnumerable<SweepParameter> parameters) =>
        parameters.ToDictionary(parameter => parameter.Path, parameter => parameter.ToJson());

    /// <summary>A field of the request; null if it is missing or its value is null.</summary>
    private JsonElement? Field(string name) =>
        _body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static bool IsText(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    private void AddError(string field, string message) => _errors.Add(new ValidationError(field, message));
}
