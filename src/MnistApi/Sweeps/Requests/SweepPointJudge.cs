using System.Text.Json;
using System.Text.Json.Nodes;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Requests;

namespace MnistApi.Sweeps.Requests;

/// <summary>Judges each run of a sweep as the request that it would be by itself, and says of which runs something is wrong.</summary>
internal sealed class SweepPointJudge(IReadOnlyList<SweepParameter> parameters, JsonObject overrides)
{
    private static readonly string[] Own = ["recipe", "name", "dataset", "seed"];

    private readonly List<(string Field, string Message, string Point)> _faults = [];
    private readonly Dictionary<string, int> _known = [];
    private int _number;

    /// <summary>Each fault once, with the first run that has it and how many more have.</summary>
    public IEnumerable<ValidationError> Faults => _faults.GroupBy(fault => (fault.Field, fault.Message)).Select(group => new ValidationError(
        group.Key.Field,
        group.First().Point.Length == 0 ? group.Key.Message : $"{group.Key.Message} (In {group.First().Point}{group.Count() switch { 1 => "", 2 => ", and in one more", var count => $", and in {count - 1} more" }}.)"));

    /// <summary>The run, or null where something is wrong with it.</summary>
    /// <param name="body">What every run's request has.</param>
    /// <param name="values">By parameter.</param>
    public SweepPoint? Judge(JsonObject body, JsonElement[] values)
    {
        var own = body.DeepClone().AsObject();
        for (var i = 0; i < values.Length; i++) own.SetAt(parameters[i].Path, values[i]);
        var named = parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Path, values[i])).ToDictionary();
        var point = $"run {++_number}, {JsonSerializer.Serialize(named)}";

        var (run, faults) = TrainingRunRequest.Read(JsonSerializer.SerializeToElement(own));
        foreach (var fault in faults) Add(fault, point);
        if (run is null) return null;
        if (!_known.TryAdd($"{run.Seed} {JsonSerializer.Serialize(run.Config, TrainingJson.Options)}", _number))
            _faults.Add(("parameters", $"Run {_number} is the same as run {_known[$"{run.Seed} {JsonSerializer.Serialize(run.Config, TrainingJson.Options)}"]}. Leave one of them out.", point));
        return new SweepPoint(named, run);
    }

    /// <summary>A fault of a parameter's value names the run; one of an override is that of every run.</summary>
    private void Add(ValidationError fault, string point)
    {
        if (parameters.FirstOrDefault(parameter => SweepPath.IsWithin(fault.Field, parameter.Path)) is { } parameter)
            _faults.Add(($"parameters.{parameter.Path}", fault.Message, point));
        else if (Own.Contains(fault.Field))
            _faults.Add((fault.Field, fault.Message, ""));
        else if (overrides.Any(entry => SweepPath.IsWithin(fault.Field, entry.Key)))
            _faults.Add(($"overrides.{fault.Field}", fault.Message, point));
        else
            _faults.Add(("parameters", fault.Message, point));
    }
}
