using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>Metrics as JSON, or as CSV if the client prefers it.</summary>
internal sealed class MetricsHttpResult(IReadOnlyList<EpochMetrics> metrics) : IResult, IEndpointMetadataProvider
{
    private const string Csv = "text/csv";

    private const string Header =
        "epoch,trainLoss,trainAccuracy,validationLoss,validationAccuracy,learningRate,"
        + "durationSeconds,samplesPerSecond,finishedAt,nonFinite";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Vary = HeaderNames.Accept;
        return PrefersCsv(httpContext.Request)
            ? TypedResults.Text(ToCsv(), $"{Csv}; charset=utf-8").ExecuteAsync(httpContext)
            : TypedResults.Ok(metrics).ExecuteAsync(httpContext);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(
        new ProducesResponseTypeAttribute(typeof(IReadOnlyList<EpochMetrics>), StatusCodes.Status200OK, "application/json", Csv));

    private string ToCsv() => string.Join("\r\n", metrics.Select(Row).Prepend(Header)) + "\r\n";

    private static string Row(EpochMetrics epoch) => string.Create(
        CultureInfo.InvariantCulture,
        $"{epoch.Epoch},{epoch.TrainLoss},{epoch.TrainAccuracy},{epoch.ValidationLoss},{epoch.ValidationAccuracy},{epoch.LearningRate},"
        + $"{epoch.DurationSeconds},{epoch.SamplesPerSecond},{epoch.FinishedAt:O},{(epoch.NonFinite ? "true" : "false")}");

    private static bool PrefersCsv(HttpRequest request)
    {
        var preferred = request.GetTypedHeaders().Accept
            .Where(accepted => accepted.Quality is not 0)
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .FirstOrDefault();
        return preferred is not null && preferred.MatchesMediaType(Csv) && !preferred.MatchesAllTypes;
    }
}
