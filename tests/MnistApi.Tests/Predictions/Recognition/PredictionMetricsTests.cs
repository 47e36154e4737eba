using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using MnistApi.Predictions.Recognition;

namespace MnistApi.Tests.Predictions.Recognition;

public class PredictionMetricsTests
{
    [Fact]
    public void A_metric_counts_requests_without_a_finite_answer()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<PredictionMetrics>().BuildServiceProvider();
        var metrics = services.GetRequiredService<PredictionMetrics>();
        var count = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == PredictionMetrics.NotFiniteName)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => count += value);
        listener.Start();

        metrics.AddNotFinite();

        Assert.Equal(1, count);
    }
}
