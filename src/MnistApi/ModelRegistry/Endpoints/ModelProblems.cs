using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Http.Errors;
using MnistApi.Training.Text;

namespace MnistApi.ModelRegistry.Endpoints;

/// <summary>Problems with the name of a model.</summary>
internal static class ModelProblems
{
    private const string WhatToDo = "GET /api/v1/models lists the models, GET /api/v1/model-aliases the aliases.";

    /// <summary>The problem of a name that no model and no alias has.</summary>
    public static ProblemHttpResult NotFound(string name)
    {
        if (Guid.TryParse(name, out var id))
            return ProblemCode.ModelNotFound.Because(
                $"There is no model {id}. A training run has a model once it has succeeded: GET /api/v1/training-runs/{id} shows its state. {WhatToDo}");
        return ProblemCode.ModelNotFound.Because($"There is no model and no alias '{TruncatedText.Of(name)}'. {WhatToDo}");
    }
}
