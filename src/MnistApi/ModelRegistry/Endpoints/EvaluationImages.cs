using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Datasets;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Training.Data;

namespace MnistApi.ModelRegistry.Endpoints;

/// <summary>The test images that a model was evaluated on: those of its dataset, if that is still the same.</summary>
internal static class EvaluationImages
{
    /// <returns>The images, or the problem of their not being here.</returns>
    public static async Task<(ImageSet? Images, ProblemHttpResult? Problem)> FindTestImagesAsync(this DatasetCatalog datasets, ServedModel model, CancellationToken token) =>
        await datasets.FindAsync(model.Dataset, token) switch
        {
            null => (null, DatasetEndpoints.Unavailable(datasets, model.Dataset)),
            var dataset when dataset.Sha256 == model.DatasetSha256 => (dataset.Test, null),
            var other => (null, ProblemCode.DatasetUnavailable.Because($"Model {model.Id} was evaluated on a dataset {model.Dataset} with SHA-256 {model.DatasetSha256}, but the one here has {other.Sha256}. Bring the first one back, or train a model on this one.")),
        };
}
