using System.Text.Json;
using Microsoft.OpenApi;
using MnistApi.Http.Errors;
using MnistApi.Http.Json;

namespace MnistApi.Http.OpenApi;

/// <summary>A problem of each code, as an operation might answer.</summary>
internal sealed class ProblemExamples(IEnumerable<OpenApiFeature> features)
{
    private const string Id = "01a2098c-8952-78e0-99a0-b1ddf201addd";

    private readonly Dictionary<ProblemCode, ProblemExample> _ofFeatures =
        features.SelectMany(feature => feature.Problems).ToDictionary(example => example.Code);

    /// <param name="detail">What the operation says; null for what every operation says.</param>
    public IOpenApiExample Of(ProblemCode code, string route, string? detail = null)
    {
        var problem = code == ProblemCode.ValidationFailed
            ? Problems.InvalidDetails(new Dictionary<string, string[]> { ["epochs"] = ["The field epochs must be between 1 and 1000. It is 0."] })
            : Problems.Details(code, detail ?? _ofFeatures.GetValueOrDefault(code)?.Detail ?? DetailOf(code));
        if (_ofFeatures.GetValueOrDefault(code)?.Extension is { } extension) problem.Extensions[extension.Name] = extension.Value;
        problem.Instance = $"/{route.TrimEnd('/').Replace("{id}", Id, StringComparison.Ordinal)}";
        problem.Extensions["traceId"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
        return new OpenApiExample { Summary = problem.Title, Value = JsonSerializer.SerializeToNode(problem, ServiceJson.Options) };
    }

    private static string DetailOf(ProblemCode code) => code switch
    {
        ProblemCode.BadRequest => "Reading the request body timed out due to data arriving too slowly. See MinRequestBodyDataRate.",
        ProblemCode.MalformedJson => "The body is not the JSON that is expected (line 1, byte 11), at $.recipe: Expected end of string, but instead reached end of data.",
        ProblemCode.UnreadableImage => "The PNG file is incomplete or damaged. Send it again, or save the image again and send the new file.",
        ProblemCode.RouteNotFound => "There is no route /api/v1/runs. /swagger lists them all.",
        ProblemCode.RunNotFound => $"There is no training run {Id}. GET /api/v1/training-runs lists those there are.",
        ProblemCode.SweepNotFound => $"There is no sweep {Id}. GET /api/v1/sweeps lists those there are.",
        ProblemCode.CheckpointNotFound => $"The run {Id} has no checkpoint of epoch 7. GET /api/v1/training-runs/{Id}/checkpoints lists those it has.",
        ProblemCode.ModelNotFound => "There is no model or alias 'best'. GET /api/v1/models lists the models.",
        ProblemCode.DatasetNotFound => "The dataset 'fashion' does not exist. The datasets are mnist and synthetic.",
        ProblemCode.ImageNotFound => "The test images of mnist have the indices 0 to 9999. The requested index is 10000.",
        ProblemCode.MethodNotAllowed => "/api/v1/recipes does not take POST, but GET, HEAD.",
        ProblemCode.NoModel => "The alias 'champion' points at no model. Point it at one: PUT /api/v1/model-aliases/champion.",
        ProblemCode.RunFinished => $"The run {Id} is succeeded already; only one that waits or trains can be cancelled.",
        ProblemCode.RunNotFinished => $"The run {Id} is running. Cancel it first: POST /api/v1/training-runs/{Id}/cancel.",
        ProblemCode.RunNotResumable => $"The run {Id} is succeeded; only a cancelled or failed one can be resumed.",
        ProblemCode.SweepFinished => $"The sweep {Id} is succeeded already; only one that runs can be cancelled.",
        ProblemCode.SweepNotFinished => $"The sweep {Id} is running. Cancel it first: POST /api/v1/sweeps/{Id}/cancel.",
        ProblemCode.ModelInUse => $"The alias 'champion' points at the model of run {Id}. Point it at another model first: PUT /api/v1/model-aliases/champion.",
        ProblemCode.NothingToRevert => "The alias 'champion' has no change left to take back. GET /api/v1/model-aliases/champion/history lists them; to point it at any other model: PUT /api/v1/model-aliases/champion.",
        ProblemCode.ModelsNotComparable => "The models were tested on different datasets.",
        ProblemCode.DatasetChanged => "The request names the dataset mnist with SHA-256 9e4c…, but the available dataset has 51b8…. Restore the earlier dataset, or omit sha256 to get the image from the available one.",
        ProblemCode.PayloadTooLarge => "The body is larger than this route accepts, 65,536 bytes.",
        ProblemCode.ImageTooLarge => "The image is 20,000 x 20,000 pixels. A side may be at most 16,384 pixels long.",
        ProblemCode.UnsupportedMediaType => "Expected a supported JSON media type but got \"text/plain\"; it is 'text/plain'.",
        ProblemCode.IdempotencyKeyReused => $"The key 'first-run' was used for run {Id} with another body. Use another key for another run.",
        ProblemCode.PredictionNotFinite => "The model 3fa85f64-5717-4562-b3fc-2c963f66afa6 computes numbers that are not finite, so it has no answer. Name another model: ?model=builtin.",
        ProblemCode.InternalError => "A fault of the service; its log has more under this traceId.",
        ProblemCode.DatasetUnavailable => "The dataset mnist is being downloaded. Try again in a minute. GET /api/v1/datasets shows the progress.",
        ProblemCode.QueueFull => "Too many runs wait already. Wait until some are done, or cancel some; Training:MaxQueuedRuns is the limit.",
        ProblemCode.NotReady => "The service is not ready. Try again in a few seconds.",
        _ => Problems.Of(code).Title,
    };
}
