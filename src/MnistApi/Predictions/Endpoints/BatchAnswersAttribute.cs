using MnistApi.Http.Errors;

namespace MnistApi.Predictions.Endpoints;

/// <summary>The problems of a route that takes several images. What is wrong with one of them, its item of the answer says.</summary>
internal sealed class BatchAnswersAttribute() : AnswersAttribute(
    ProblemCode.BadRequest,
    ProblemCode.MalformedJson,
    ProblemCode.ValidationFailed,
    ProblemCode.ModelNotFound,
    ProblemCode.NoModel,
    ProblemCode.PayloadTooLarge,
    ProblemCode.UnsupportedMediaType,
    ProblemCode.PredictionNotFinite);
