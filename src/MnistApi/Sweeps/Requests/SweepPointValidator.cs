using System.Text.Json;
using System.Text.Json.Nodes;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Requests;

namespace MnistApi.Sweeps.Requests;

/// <summary>
/// Validates each run of a sweep in the same way as a request for a single run, and collects the errors with the runs that have them.
/// </summary>
internal sealed class SweepPointValidator(IReadOnlyList<SweepParameter> parameters, JsonObject overrides)
{
    /// <summary>The fields that have the same name in the request for the sweep.</summary>
    private static readonly string[] SweepFields = ["recipe", "name", "dataset", "seed"];

    private readonly List<(string Field, string Message, string Point)> _errors = [];
    private readonly Dictionary<string, int> _known = [];
    private int _number;

    /// <summary>All errors, each of them once, with the first run that has it and the number of other runs that have it.</summary>
    public IEnumerable<ValidationError> Errors => _errors
        .GroupBy(error => (error.Field, error.Message))
        .Select(group => new ValidationError(group.Key.Field, group.Key.Message + Place(group.First().Point, group.Count())));

    /// <summary>Validates a run.</summary>
    /// <param name="body">The part of the request that all runs have in common.</param>
    /// <param name="values">The values of the parameters, in the order of the parameters.</param>
    /// <returns>The run; null if it is not valid.</returns>
    public SweepPoint? Validate(JsonObject body, JsonElement[] values)
    {
        var request = body.DeepClone().AsObject();
        for (var i = 0; i < values.Length; i++) request.SetAt(parameters[i].Path, values[i]);
        var named = parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Path, values[i])).ToDictionary();
        var point = $"run {++_number}, {JsonSerializer.Serialize(named)}";

        var (run, errors) = TrainingRunRequest.Read(JsonSerializer.SerializeToElement(request));
        foreach (var error in errors) AddError(error, point);
        if (run is null) return null;

        var key = $"{run.Seed} {JsonSerializer.Serialize(run.Config, TrainingJson.Options)}";
        if (!_known.TryAdd(key, _number))
            _errors.Add(("parameters", $"Run {_number} is the same as run {_known[key]}. Leave one of them out.", point));
        return new SweepPoint(named, run);
    }

    private static string Place(string point, int count)
    {
        if (point.Length == 0) return "";
        var others = count switch
        {
            1 => "",
            2 => ", and in one more run",
            _ => $", and in {count - 1} more runs",
        };
        return $" (In {point}{others}.)";
    }

    /// <summary>
    /// Adds an error under the field of the sweep that it belongs to. An error in a field of the sweep itself does not name a run.
    /// </summary>
    private void AddError(ValidationError error, string point)
    {
        if (parameters.FirstOrDefault(parameter => SweepPath.IsWithin(error.Field, parameter.Path)) is { } parameter)
            _errors.Add(($"parameters.{parameter.Path}", error.Message, point));
        else if (SweepFields.Contains(error.Field))
            _errors.Add((error.Field, error.Message, ""));
        else if (overrides.Any(entry => SweepPath.IsWithin(error.Field, entry.Key)))
            _errors.Add(($"overrides.{error.Field}", error.Message, point));
        else
            _errors.Add(("parameters", error.Message, point));
    }
}
