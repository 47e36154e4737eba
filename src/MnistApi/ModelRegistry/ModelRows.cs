using System.Runtime.InteropServices;
using System.Text.Json;
using MnistApi.Http.Json;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Storage;
using MnistApi.TestErrors;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Text;

namespace MnistApi.ModelRegistry;

/// <summary>Adds models to a transaction.</summary>
internal static class ModelRows
{
    /// <summary>Adds a model with its evaluation and its test errors.</summary>
    public static void AddModel(this MnistDb db, ModelEntity model, EvaluationResult result)
    {
        db.Models.Add(model);
        db.TestErrors.AddRange(result.Errors.Select(error => new TestErrorEntity
        {
            ModelId = model.Id,
            Index = error.Index,
            Label = error.Label,
            Predicted = error.Predicted,
            Confidence = ((double)error.Confidence).FiniteOrNull(),
            Loss = error.Loss.FiniteOrNull(),
            Probabilities = MemoryMarshal.AsBytes(error.Probabilities.ToArray().AsSpan()).ToArray(),
        }));
    }

    /// <summary>An evaluation as it is kept.</summary>
    public static string ToJson(this EvaluationResult result) => JsonSerializer.Serialize(Evaluation.Of(result), ServiceJson.Options);
}
