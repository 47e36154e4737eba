using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MnistApi.Sweeps.Contracts;
using MnistApi.Training.Configuration;
using MnistApi.Training.Text;
using MnistApi.TrainingRuns.Requests;

namespace MnistApi.Sweeps.Requests;

/// <summary>Reads a request for a sweep, and collects all that is wrong with it.</summary>
internal sealed class SweepRequestReader
{
    private static readonly string[] Known = ["recipe", "name", "dataset", "overrides", "parameters", "search", "seed", "maxRuns", "halving"];

    /// <summary>A run's fields that are not its configuration's: a sweep has its own, or none.</summary>
    private static readonly string[] NotOverrides = ["recipe", "name", "dataset", "seed", "keepCheckpoints", "promoteTo"];

    private readonly JsonElement _body;
    private readonly List<ValidationError> _faults = [];

    private SweepRequestReader(JsonElement body) => _body = body;

    /// <summary>Reads a request.</summary>
    /// <param name="body">An object, without a field twice.</param>
    /// <param name="randomSeed">The seed of a request that has none.</param>
    /// <returns>The request, or null and what is wrong with each field.</returns>
    public static (SweepRequest? Request, IReadOnlyList<ValidationError> Faults) Read(JsonElement body, long randomSeed)
    {
        var reader = new SweepRequestReader(body);
        foreach (var field in body.EnumerateObject().Where(field => !IsUnicode(field.Value)))
            reader.AddFault(field.Name, $"The field {TruncatedText.Of(field.Name)} has a text that is not Unicode: half a surrogate pair.");
        var request = reader._faults.Count > 0 ? null : reader.Read(randomSeed);
        return reader._faults.Count > 0 ? (null, reader._faults) : (request, []);
    }

    private SweepRequest? Read(long randomSeed)
    {
        foreach (var field in _body.EnumerateObject().Where(field => !Known.Contains(field.Name)))
            AddFault(TruncatedText.Of(field.Name), $"The field {TruncatedText.Of(field.Name)} is unknown. Known are {string.Join(", ", Known)}; a run's configuration goes into overrides or parameters.");

        var search = Field("search") is not { } word ? SweepSearch.Grid : ReadSearch(word);
        var maxRuns = ReadMaxRuns(search);
        var halving = ReadHalving();
        var overrides = ReadOverrides();
        var parameters = ReadParameters(search, overrides);
        var seed = Field("seed") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var given) ? given : randomSeed;
        var body = RunBody(overrides, seed);
        if (_faults.Count > 0)
        {
            // Whatever is wrong with the rest of it shall be said as well.
            _faults.AddRange(TrainingRunRequest.Read(JsonSerializer.SerializeToElement(body)).Faults.Where(fault => NotOverrides.Contains(fault.Field)));
            return null;
        }

        if (FindPoints(parameters, search, maxRuns, seed) is not { } values) return null;
        var judge = new SweepPointJudge(parameters, overrides);
        SweepPoint?[] points = [.. values.Select(point => judge.Judge(body, point))];
        _faults.AddRange(judge.Faults);
        if (_faults.Count > 0) return null;

        var request = new SweepRequest(points[0]!.Run.Name, seed, search, maxRuns, halving, ToFields(overrides), AsUnderstood(parameters), points!);
        CheckHalving(request, parameters);
        CheckName(request);
        return request;
    }

    private SweepSearch ReadSearch(JsonElement word)
    {
        if (word.ValueKind == JsonValueKind.String && word.ValueEquals("grid")) return SweepSearch.Grid;
        if (word.ValueKind == JsonValueKind.String && word.ValueEquals("random")) return SweepSearch.Random;
        AddFault("search", $"The field search must be one of grid, random. It is {TruncatedText.Of(word.GetRawText())}.");
        return SweepSearch.Random;
    }

    private int ReadMaxRuns(SweepSearch search)
    {
        if (Field("maxRuns") is { } field)
        {
            if (field.ValueKind == JsonValueKind.Number && field.TryGetInt32(out var maxRuns) && maxRuns is >= 1 and <= SweepRequest.MostRuns) return maxRuns;
            AddFault("maxRuns", $"The field maxRuns must be a whole number between 1 and {SweepRequest.MostRuns}. It is {TruncatedText.Of(field.GetRawText())}.");
        }
        else if (search == SweepSearch.Random && Field("search") is { ValueKind: JsonValueKind.String } word && word.ValueEquals("random"))
        {
            AddFault("maxRuns", $"The field maxRuns must be a whole number between 1 and {SweepRequest.MostRuns}: a random search draws so many runs. It is missing.");
        }

        return SweepRequest.MostRuns;
    }

    private SweepHalving? ReadHalving()
    {
        if (Field("halving") is not { } field) return null;
        if (field.ValueKind != JsonValueKind.Object)
        {
            AddFault("halving", $"The field halving must be an object, such as {{\"startEpochs\":1,\"factor\":3}}. It is {TruncatedText.Of(field.GetRawText())}.");
            return null;
        }

        foreach (var unknown in field.EnumerateObject().Where(entry => entry.Name is not ("startEpochs" or "factor")))
            AddFault($"halving.{TruncatedText.Of(unknown.Name)}", $"The field halving.{TruncatedText.Of(unknown.Name)} is unknown. Known are startEpochs, factor.");
        var start = Whole(field, "startEpochs", 1, SweepHalving.MaxStartEpochs, null);
        var factor = Whole(field, "factor", 2, SweepHalving.MaxFactor, SweepHalving.DefaultFactor);
        return start is { } epochs && factor is { } by ? new SweepHalving(epochs, by) : null;

        int? Whole(JsonElement from, string name, int low, int high, int? ifMissing)
        {
            if ((!from.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) && ifMissing is not null) return ifMissing;
            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= low && number <= high) return number;
            AddFault($"halving.{name}", $"The field halving.{name} must be a whole number between {low} and {high}. It is {(value.ValueKind == JsonValueKind.Undefined ? "missing" : TruncatedText.Of(value.GetRawText()))}.");
            return null;
        }
    }

    private JsonObject ReadOverrides()
    {
        if (Field("overrides") is not { } field) return [];
        if (field.ValueKind != JsonValueKind.Object)
        {
            AddFault("overrides", $"The field overrides must be an object, such as {{\"epochs\":9}}. It is {TruncatedText.Of(field.GetRawText())}.");
            return [];
        }

        var overrides = JsonObject.Create(field)!;
        foreach (var name in NotOverrides.Where(overrides.ContainsKey))
            AddFault($"overrides.{name}", $"The field overrides.{name} is no part of the configuration. {(Known.Contains(name) ? $"The field {name} stands beside overrides, for the whole sweep." : "A sweep does not take it.")}");
        return overrides;
    }

    private IReadOnlyList<SweepParameter> ReadParameters(SweepSearch search, JsonObject overrides)
    {
        if (Field("parameters") is not { ValueKind: JsonValueKind.Object } field || !field.EnumerateObject().Any())
        {
            AddFault("parameters", $"The field parameters must be an object with at least one path and its values, such as {{\"batchSize\":[32,64]}}. It is {(Field("parameters") is { } given ? TruncatedText.Of(given.GetRawText()) : "missing")}.");
            return [];
        }

        var parameters = new SweepParameterReader(search, _faults).Read(field);
        foreach (var parameter in parameters.Where(parameter => parameter.Path != SweepPath.Seed && overrides.HasAt(parameter.Path)))
            AddFault($"parameters.{parameter.Path}", $"The field {parameter.Path} stands in overrides and in parameters; leave it in one of them.");
        return parameters;
    }

    private IReadOnlyList<JsonElement[]>? FindPoints(IReadOnlyList<SweepParameter> parameters, SweepSearch search, int maxRuns, long seed)
    {
        var count = SweepPoints.Count(parameters);
        if (search == SweepSearch.Grid)
        {
            if (count <= maxRuns) return SweepPoints.Grid(parameters);
            var more = maxRuns == SweepRequest.MostRuns ? ", which is the most that a sweep has. Leave some values out, or search at random." : $". Leave some values out, search at random, or allow more, up to {SweepRequest.MostRuns}.";
            AddFault("maxRuns", string.Create(CultureInfo.InvariantCulture, $"The grid has {count:N0} runs, and maxRuns allows {maxRuns}{more}"));
            return null;
        }

        var points = count >= maxRuns ? SweepPoints.Random(parameters, maxRuns, seed) : [];
        if (points.Count == maxRuns) return points;
        AddFault("maxRuns", string.Create(CultureInfo.InvariantCulture, $"The parameters have {(count < maxRuns ? $"{count:N0}" : $"hardly more than {points.Count}")} different combinations, and maxRuns asks for {maxRuns}. Ask for fewer, or add values."));
        return null;
    }

    private void CheckHalving(SweepRequest request, IReadOnlyList<SweepParameter> parameters)
    {
        if (request.Halving is not { } halving) return;
        if (parameters.Any(parameter => parameter.Path == "epochs"))
            AddFault("parameters.epochs", "The field parameters.epochs cannot differ between runs of a sweep with halving, whose rounds compare runs at the same epoch. Set epochs in overrides.");
        else if (halving.StartEpochs >= request.Epochs)
            AddFault("halving.startEpochs", $"The field halving.startEpochs must be less than the {request.Epochs} epochs of a run. It is {halving.StartEpochs}.");
        if (request.Points.Count == 1)
            AddFault("halving", "The field halving needs at least two runs to compare. The sweep has one.");
    }

    private void CheckName(SweepRequest request)
    {
        if (request.Name.Length > SweepRequest.MaxNameLength)
            AddFault("name", $"The field name must have between 1 and {SweepRequest.MaxNameLength} characters. It has {request.Name.Length}.");
    }

    /// <summary>What every run's request has.</summary>
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

    private static Dictionary<string, JsonElement> AsUnderstood(IEnumerable<SweepParameter> parameters) => parameters.ToDictionary(
        parameter => parameter.Path,
        parameter => parameter.Range is { } range
            ? JsonSerializer.SerializeToElement(new { from = range.From, to = range.To, scale = range.Scale, steps = range.Steps }, TrainingJson.Options)
            : JsonSerializer.SerializeToElement(parameter.Values));

    /// <summary>A field of the request; null is as if it were not there.</summary>
    private JsonElement? Field(string name) => _body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private void AddFault(string field, string message) => _faults.Add(new ValidationError(field, message));

    private static bool IsUnicode(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Object => value.EnumerateObject().All(field => IsUnicode(field.Value)),
                JsonValueKind.Array => value.EnumerateArray().All(IsUnicode),
                JsonValueKind.String => value.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
