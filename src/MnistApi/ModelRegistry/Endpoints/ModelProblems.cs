using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Http.Errors;
using MnistApi.Training.Text;

namespace MnistApi.ModelRegistry.Endpoints;

/// <summary>Problems of requests that name a model.</summary>
internal static class ModelProblems
{
    private const string WhatToDo = "GET /api/v1/models lists the models, and GET /api/v1/model-aliases lists the aliases.";

    /// <summary>No model has this id, and no alias has this name.</summary>
    public static ProblemHttpResult NotFound(string name)
    {
        if (!Guid.TryParse(name, out var id))
            return ProblemCode.ModelNotFound.Because($"There is no model or alias '{TruncatedText.Of(name)}'. {WhatToDo}");

        return ProblemCode.ModelNotFound.Because(
            $"There is no model {id}. A training run has a model once it has succeeded: GET /api/v1/training-runs/{id} shows its state. "
            + WhatToDo);
    }
}
