using System.Text.Json;
using Microsoft.OpenApi;
using MnistApi.Http.Errors;
using MnistApi.Http.Json;

namespace MnistApi.Http.OpenApi;

/// <summary>Examples of problems, one for each code.</summary>
internal sealed class ProblemExamples(IEnumerable<OpenApiFeature> features)
{
    private const string Id = "01a2098c-8952-78e0-99a0-b1ddf201addd";

    private static readonly Dictionary<string, string[]> InvalidEpochs = new()
    {
        ["epochs"] = ["The field epochs must be between 1 and 1000. It is 0."],
    };

    private readonly Dictionary<ProblemCode, ProblemExample> _ofFeatures =
        features.SelectMany(feature => feature.Problems).ToDictionary(example => example.Code);

    /// <param name="detail">The detail of the operation; null for the detail that all operations share.</param>
    public IOpenApiExample Of(ProblemCode code, string route, string? detail = null)
    {
        var problem = code == ProblemCode.ValidationFailed
            ? Problems.InvalidDetails(InvalidEpochs)
            : Problems.Details(code, detail ?? _ofFeatures.GetValueOrDefault(code)?.Detail ?? DetailOf(code));
        if (_ofFeatures.GetValueOrDefault(code)?.Extension is { } extension) problem.Extensions[extension.Name] = extension.Value;
        problem.Instance = $"/{route.TrimEnd('/').Replace("{id}", Id, StringComparison.Ordinal)}";
        problem.Extensions["traceId"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
        return new OpenApiExample { Summary = problem.Title, Value = JsonSerializer.SerializeToNode(problem, ServiceJson.Options) };
    }

    private static string DetailOf(ProblemCode code) => code switch
    {
        ProblemCode.BadRequest => "Reading the request body timed out due to data arriving too slowly. See MinRequestBodyDataRate.",
        ProblemCode.MalformedJson =>
            "The body is not the JSON that is expected (line 1, byte 11), at $.recipe: "
            + "Expected end of string, but instead reached end of data.",
        ProblemCode.UnreadableImage =>
            "The PNG file is incomplete or damaged. Send it again, or save the image again and send the new file.",
        ProblemCode.RouteNotFound => "There is no route /api/v1/runs. /swagger lists the routes.",
        ProblemCode.RunNotFound => $"There is no training run {Id}. GET /api/v1/training-runs lists the runs.",
        ProblemCode.SweepNotFound => $"There is no sweep {Id}. GET /api/v1/sweeps lists the sweeps.",
        ProblemCode.CheckpointNotFound =>
            $"The run {Id} has no checkpoint of epoch 7. GET /api/v1/training-runs/{Id}/checkpoints lists those that it has.",
        ProblemCode.ModelNotFound =>
            "There is no model or alias 'best'. GET /api/v1/models lists the models, and GET /api/v1/model-aliases lists the aliases.",
        ProblemCode.DatasetNotFound => "The dataset 'fashion' does not exist. The datasets are mnist and synthetic.",
        ProblemCode.ImageNotFound => "The test images of mnist have the indices 0 to 9999. The requested index is 10000.",
        ProblemCode.MethodNotAllowed => "/api/v1/recipes does not support POST. It supports GET, HEAD.",
        ProblemCode.NoModel => "The alias 'champion' points at no model. Point it at one: PUT /api/v1/model-aliases/champion.",
        ProblemCode.RunFinished => $"The run {Id} has succeeded. Only a run that waits or trains can be cancelled.",
        ProblemCode.RunNotFinished => $"The run {Id} is running. Cancel it first: POST /api/v1/training-runs/{Id}/cancel.",
        ProblemCode.RunNotResumable => $"The run {Id} has succeeded. Only a cancelled or failed run can be resumed.",
        ProblemCode.SweepFinished => $"The sweep {Id} has succeeded. Only a running sweep can be cancelled.",
        ProblemCode.SweepNotFinished => $"The sweep {Id} is running. Cancel it first: POST /api/v1/sweeps/{Id}/cancel.",
        ProblemCode.ModelInUse =>
            $"The alias 'champion' points at the model of run {Id}. "
            + "Point it at another model first: PUT /api/v1/model-aliases/champion.",
        ProblemCode.NothingToRevert =>
            "The alias 'champion' has no change left to revert. GET /api/v1/model-aliases/champion/history lists its changes. "
            + "To point it at another model: PUT /api/v1/model-aliases/champion.",
        ProblemCode.ModelsNotComparable =>
            $"Model {Id} was evaluated on the dataset mnist with SHA-256 9e4c…, "
            + "but model 01a2098c-8d6a-724a-98c0-a8fd9708477a on the dataset synthetic with SHA-256 51b8…. "
            + "Compare models of the same dataset, or train one of the two on the dataset of the other.",
        ProblemCode.DatasetChanged =>
            "The request names the dataset mnist with SHA-256 9e4c…, but the available dataset has 51b8…. "
            + "Restore the earlier dataset, or omit sha256 to get the image from the available one.",
        ProblemCode.PayloadTooLarge => "The body is larger than this route accepts, 65,536 bytes.",
        ProblemCode.ImageTooLarge => "The image is 20,000 x 20,000 pixels. A side may be at most 16,384 pixels long.",
        ProblemCode.UnsupportedMediaType => "Expected a supported JSON media type but got \"text/plain\"; it is 'text/plain'.",
        ProblemCode.IdempotencyKeyReused =>
            $"The key 'first-run' was used for run {Id} with another body. Use another key for another run.",
        ProblemCode.PredictionNotFinite =>
            "The model 3fa85f64-5717-4562-b3fc-2c963f66afa6 computes numbers that are not finite, so it has no answer. "
            + "Name another model: ?model=builtin.",
        ProblemCode.InternalError => "The service has an internal error. Its log has the details under this traceId.",
        ProblemCode.DatasetUnavailable =>
            "The dataset mnist is being downloaded. Try again in a minute. GET /api/v1/datasets shows the progress.",
        ProblemCode.QueueFull =>
            "Too many runs are waiting. Wait until some have ended, or cancel some. Training:MaxQueuedRuns is the limit.",
        ProblemCode.Overloaded => "The service has more uploads than it can answer in time. Repeat the request after a second.",
        ProblemCode.NotReady => "The service is not ready. Try again in a few seconds.",
        _ => Problems.Of(code).Title,
    };
}
