using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Datasets;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Training.Data;

namespace MnistApi.ModelRegistry.Endpoints;

/// <summary>The test images that a model was evaluated on: those of its dataset, unless the dataset has been replaced.</summary>
internal static class EvaluationImages
{
    /// <returns>The images, or the problem that they are not available.</returns>
    public static async Task<(ImageSet? Images, ProblemHttpResult? Problem)> FindTestImagesAsync(
        this DatasetCatalog datasets, ServedModel model, CancellationToken token)
    {
        return await datasets.FindAsync(model.Dataset, token) switch
        {
            null => (null, DatasetEndpoints.Unavailable(datasets, model.Dataset)),
            var dataset when dataset.Sha256 == model.DatasetSha256 => (dataset.Test, null),
            var other => (null, Replaced(model, other.Sha256)),
        };
    }

    /// <summary>The URL of a test image. It is valid only for the dataset that the model was evaluated on.</summary>
    /// <param name="pathBase">The path under which a proxy publishes the service; empty without a proxy.</param>
    /// <param name="index">The index of the image in the test set, from 0.</param>
    public static string ImageUrl(this ServedModel model, PathString pathBase, int index) =>
        $"{pathBase}/api/v1/datasets/{model.Dataset}/test/{index}.png?sha256={model.DatasetSha256}";

    private static ProblemHttpResult Replaced(ServedModel model, string availableSha256) => ProblemCode.DatasetUnavailable.Because(
        $"Model {model.Id} was evaluated on the dataset {model.Dataset} with SHA-256 {model.DatasetSha256}, but the available dataset has "
        + $"{availableSha256}. Restore the earlier dataset, or train a model on the available one.");
}
