using MnistApi.Http.Errors;

namespace MnistApi.Predictions.Endpoints;

/// <summary>Lists the problems of a route that takes several images. The item of an image reports what is wrong with this image.</summary>
internal sealed class ProducesBatchProblemsAttribute() : ProducesProblemsAttribute(
    ProblemCode.BadRequest,
    ProblemCode.MalformedJson,
    ProblemCode.ValidationFailed,
    ProblemCode.ModelNotFound,
    ProblemCode.NoModel,
    ProblemCode.PayloadTooLarge,
    ProblemCode.UnsupportedMediaType,
    ProblemCode.PredictionNotFinite,
    ProblemCode.Overloaded);
