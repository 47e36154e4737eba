using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using MnistApi.Http.Pipeline;
using MnistApi.Training.Text;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Events;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>
/// A run's events as server-sent events, to the end of the run. Written by hand because a heartbeat is a comment, which the framework's
/// writer does not have; the format is the HTML standard's, section 9.2.
/// </summary>
internal sealed class EventStreamResult(RunEventFeeds feeds, Guid runId, long lastEventId, TimeSpan heartbeat) : IResult, IEndpointMetadataProvider
{
    private const string ContentType = "text/event-stream";

    /// <summary>A client that sends the last id gets 204 when it comes back; one that does not would get everything again each second.</summary>
    private static readonly TimeSpan RetryAfterEnd = TimeSpan.FromHours(1);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // A proxy that collects would hold events back.
        if (httpContext.IsHeadRequest()) return;

        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        try
        {
            await response.WriteAsync("retry: 1000\n\n", end.Token);
            await response.Body.FlushAsync(end.Token);
            await WriteEventsAsync(response, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client went, or the service stops: the client comes back with Last-Event-ID.
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeAttribute(typeof(string), StatusCodes.Status200OK, ContentType));

    private async Task WriteEventsAsync(HttpResponse response, CancellationToken token)
    {
        using var watcher = feeds.Watch(runId);
        var last = lastEventId;
        while (true)
        {
            var batch = await NextAsync(watcher, last, response, token);
            foreach (var told in batch.Events)
            {
                if (told.Kind == RunEventKind.End) await response.WriteAsync($"retry: {RetryAfterEnd.TotalMilliseconds}\n", token);
                await response.WriteAsync($"id: {told.Id}\nevent: {EnumWord.Of(told.Kind)}\ndata: {told.Data}\n\n", token);
                last = told.Id;
            }

            await response.Body.FlushAsync(token);
            if (batch.IsEnd) return;
        }
    }

    private async Task<RunEventBatch> NextAsync(RunEventFeeds.Watcher watcher, long last, HttpResponse response, CancellationToken token)
    {
        var next = watcher.NextAsync(last, token);
        while (true)
        {
            try
            {
                return await next.WaitAsync(heartbeat, token);
            }
            catch (TimeoutException)
            {
                await response.WriteAsync(": heartbeat\n\n", token);
                await response.Body.FlushAsync(token);
            }
        }
    }
}
