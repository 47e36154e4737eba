using MnistApi.Http.Errors;

namespace MnistApi.Predictions.Endpoints;

/// <summary>Lists the problems of a route that takes one image.</summary>
internal sealed class ProducesUploadProblemsAttribute() : ProducesProblemsAttribute(
    ProblemCode.BadRequest,
    ProblemCode.MalformedJson,
    ProblemCode.ValidationFailed,
    ProblemCode.UnreadableImage,
    ProblemCode.ModelNotFound,
    ProblemCode.NoModel,
    ProblemCode.PayloadTooLarge,
    ProblemCode.ImageTooLarge,
    ProblemCode.UnsupportedMediaType,
    ProblemCode.PredictionNotFinite,
    ProblemCode.Overloaded);
