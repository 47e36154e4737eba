using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Datasets;
using MnistApi.Http.Errors;
using MnistApi.Training.Configuration;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>Turns validation errors into responses.</summary>
internal static class ValidationErrors
{
    /// <summary>The problem <c>validationFailed</c>, with all messages of each field.</summary>
    public static ProblemHttpResult ToProblem(this IEnumerable<ValidationError> errors) => Problems.Invalid(
        errors.GroupBy(error => error.Field, error => error.Message).ToDictionary(field => field.Key, field => field.ToArray()));

    /// <summary>The problem of a dataset that cannot be split as the request asks for; null if it can.</summary>
    /// <param name="path">The path of the configuration in the request, with a dot at the end; empty for the whole request.</param>
    /// <param name="count">The number of training images in the dataset.</param>
    public static ProblemHttpResult? OfSplit(string path, TrainingConfig config, string dataset, int count)
    {
        if (config.ValidationSize >= count)
            return Invalid(
                $"{path}validationSize",
                $"must be between 1 and {count - 1}, because the dataset {dataset} has {count} training images. It is "
                + $"{config.ValidationSize}.");
        if (config.ValidationSplit == ValidationSplit.Writers && dataset != MnistDataset.Name)
            return Invalid(
                $"{path}validationSplit",
                $"must be 'first', because the writers of the dataset {dataset} are not known. It is 'writers'.");
        return null;
    }

    private static ProblemHttpResult Invalid(string field, string message) =>
        ToProblem([new ValidationError(field, $"The field {field} {message}")]);
}
