using System.Runtime.InteropServices;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Storage;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Text;

namespace MnistApi.ModelRegistry.Registration;

/// <summary>Adds models to the database, in the transaction of the caller.</summary>
internal static class ModelAddition
{
    /// <summary>Adds a model with its test errors.</summary>
    public static void AddModel(this MnistDb db, ModelEntity model, EvaluationResult result)
    {
        db.Models.Add(model);
        db.TestErrors.AddRange(result.Errors.Select(error => new TestErrorEntity
        {
            ModelId = model.Id,
            Index = error.Index,
            Label = error.Label,
            Predicted = error.Predicted,
            Confidence = error.Confidence.FiniteOrNull(),
            Loss = error.Loss.FiniteOrNull(),
            Probabilities = MemoryMarshal.AsBytes(error.Probabilities.ToArray().AsSpan()).ToArray(),
        }));
    }

    public static TestResult ToTestResult(this EvaluationResult result) =>
        new(result.Accuracy, result.Errors.Count, result.Loss.FiniteOrNull());
}
