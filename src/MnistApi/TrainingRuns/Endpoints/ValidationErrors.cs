using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Http.Errors;
using MnistApi.Training.Configuration;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>Turns validation errors into responses.</summary>
internal static class ValidationErrors
{
    /// <summary>The problem <c>validationFailed</c>, with all messages of each field.</summary>
    public static ProblemHttpResult ToProblem(this IEnumerable<ValidationError> errors) => Problems.Invalid(
        errors.GroupBy(error => error.Field, error => error.Message).ToDictionary(field => field.Key, field => field.ToArray()));

    /// <summary>The problem of a dataset that has too few training images for the validation images that the request asks for.</summary>
    /// <param name="field">The field of the request that holds the number of validation images.</param>
    /// <param name="count">The number of training images in the dataset.</param>
    public static ProblemHttpResult ValidationSizeTooLarge(string field, int validationSize, string dataset, int count)
    {
        var message = $"The field {field} must be between 1 and {count - 1}, because the dataset {dataset} has {count} training images. "
            + $"It is {validationSize}.";
        return ToProblem([new ValidationError(field, message)]);
    }
}
