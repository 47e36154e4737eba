using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using MnistApi.Http.Pipeline;
using MnistApi.Training.Text;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Events;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>
/// Sends the events of a run as server-sent events until the run ends. The format is that of the HTML standard, section 9.2. This class
/// writes it itself, because heartbeats are comments and the writer of the framework does not support them.
/// </summary>
internal sealed class EventStreamResult(RunEventFeeds feeds, Guid runId, long lastEventId, TimeSpan heartbeat)
    : IResult, IEndpointMetadataProvider
{
    private const string ContentType = "text/event-stream";

    /// <summary>
    /// A client that reconnects with the last id gets status 204. A client that reconnects without an id would otherwise receive all events
    /// again every second.
    /// </summary>
    private static readonly TimeSpan RetryAfterEnd = TimeSpan.FromHours(1);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // Tells nginx not to buffer the events.
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
            // The client disconnected, or the service stops. The client reconnects with Last-Event-ID.
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
            foreach (var runEvent in batch.Events)
            {
                if (runEvent.Kind == RunEventKind.End) await response.WriteAsync($"retry: {RetryAfterEnd.TotalMilliseconds}\n", token);
                await response.WriteAsync($"id: {runEvent.Id}\nevent: {EnumWord.Of(runEvent.Kind)}\ndata: {runEvent.Data}\n\n", token);
                last = runEvent.Id;
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
