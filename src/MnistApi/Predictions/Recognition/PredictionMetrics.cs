using System.Diagnostics.Metrics;

namespace MnistApi.Predictions.Recognition;

/// <summary>Measurements of predictions.</summary>
internal sealed class PredictionMetrics(IMeterFactory meters)
{
    public const string MeterName = "MnistApi.Predictions";
    public const string NotFiniteName = "mnistapi.predictions.not_finite";

    private readonly Counter<long> _notFinite = meters.Create(MeterName).CreateCounter<long>(
        NotFiniteName, "{request}", "Requests without an answer because the model computed numbers that are not finite.");

    public void AddNotFinite() => _notFinite.Add(1);
}
