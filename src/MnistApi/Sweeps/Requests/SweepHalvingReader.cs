using System.Text.Json;
using MnistApi.Sweeps.Contracts;
using MnistApi.Training.Configuration;
using MnistApi.Training.Text;

namespace MnistApi.Sweeps.Requests;

/// <summary>Reads the settings of successive halving from a request, and adds its errors to a list.</summary>
internal sealed class SweepHalvingReader(List<ValidationError> errors)
{
    private const string StartEpochs = "startEpochs", Factor = "factor";

    /// <summary>Reads the field <c>halving</c>.</summary>
    /// <returns>The settings; null if one of them is not valid.</returns>
    public SweepHalving? Read(JsonElement halving)
    {
        if (halving.ValueKind != JsonValueKind.Object)
        {
            var value = TruncatedText.Of(halving.GetRawText());
            AddError("halving", $"The field halving must be an object, such as {{\"startEpochs\":1,\"factor\":3}}. It is {value}.");
            return null;
        }

        foreach (var unknown in halving.EnumerateObject().Where(entry => entry.Name is not (StartEpochs or Factor)))
        {
            var field = $"halving.{TruncatedText.Of(unknown.Name)}";
            AddError(field, $"The field {field} is unknown. The known fields are {StartEpochs}, {Factor}.");
        }

        var startEpochs = ReadInteger(halving, StartEpochs, 1, SweepHalving.MaxStartEpochs, defaultValue: null);
        var factor = ReadInteger(halving, Factor, 2, SweepHalving.MaxFactor, SweepHalving.DefaultFactor);
        return startEpochs is null || factor is null ? null : new SweepHalving(startEpochs.Value, factor.Value);
    }

    /// <summary>Checks the settings against the runs of a request that is valid otherwise.</summary>
    public void Check(SweepRequest request, IReadOnlyList<SweepParameter> parameters)
    {
        if (request.Halving is not { } halving) return;
        if (parameters.Any(parameter => parameter.Path == "epochs"))
        {
            AddError(
                "parameters.epochs",
                "The field parameters.epochs cannot differ between the runs of a sweep with halving, "
                + "because its rounds compare runs at the same epoch. Set epochs in overrides.");
        }
        else if (halving.StartEpochs >= request.Epochs)
        {
            AddError(
                "halving.startEpochs",
                $"The field halving.startEpochs must be less than the {request.Epochs} epochs of a run. It is {halving.StartEpochs}.");
        }

        if (request.Points.Count == 1) AddError("halving", "The field halving needs at least two runs to compare. The sweep has one.");
    }

    private int? ReadInteger(JsonElement halving, string name, int low, int high, int? defaultValue)
    {
        var isMissing = !halving.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null;
        if (isMissing && defaultValue is not null) return defaultValue;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= low && number <= high) return number;

        var actual = value.ValueKind == JsonValueKind.Undefined ? "missing" : TruncatedText.Of(value.GetRawText());
        AddError($"halving.{name}", $"The field halving.{name} must be a whole number between {low} and {high}. It is {actual}.");
        return null;
    }

    private void AddError(string field, string message) => errors.Add(new ValidationError(field, message));
}
