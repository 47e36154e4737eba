using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using MnistApi.Http;
using MnistApi.Http.Errors;
using MnistApi.Imaging.Rendering;
using MnistApi.Training.Data;

namespace MnistApi.Datasets;

internal static class DatasetEndpoints
{
    public static void MapDatasets(this RouteGroupBuilder api)
    {
        var datasets = api.MapGroup("/datasets").WithTags("Datasets");
        datasets.MapGet("/", ListDatasets).WithName(nameof(ListDatasets));
        datasets.MapGet("/{name}", GetDataset).WithName(nameof(GetDataset));
        datasets.MapGet("/{name}/{split}/{index}.png", GetDatasetImage).WithName(nameof(GetDatasetImage));
    }

    /// <summary>Lists the datasets</summary>
    /// <remarks>Each entry gives the state and the origin of a dataset, and a remedy if the dataset is not available.</remarks>
    internal static Ok<IReadOnlyList<DatasetDescription>> ListDatasets(DatasetCatalog catalog) => TypedResults.Ok(catalog.Describe());

    /// <summary>Describes a dataset</summary>
    /// <remarks>The response gives the state, the origin, the number of images and the checksum of the dataset.</remarks>
    /// <param name="name" example="mnist">The name of the dataset.</param>
    [ProducesProblems(ProblemCode.DatasetNotFound)]
    internal static Results<Ok<DatasetDescription>, ProblemHttpResult> GetDataset(string name, DatasetCatalog catalog) =>
        catalog.Describe().FirstOrDefault(dataset => dataset.Name == name) is { } description
            ? TypedResults.Ok(description)
            : NotFound(name);

    /// <summary>Gets an image of a dataset</summary>
    /// <remarks>
    /// The PNG has 28x28 pixels of 8 bits, with light ink on a black background as in MNIST. With <c>sha256</c>, the image never changes
    /// and a cache can keep it. Without <c>sha256</c>, a cache must revalidate the image.
    /// </remarks>
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesProblems(
        ProblemCode.ValidationFailed,
        ProblemCode.DatasetNotFound,
        ProblemCode.ImageNotFound,
        ProblemCode.DatasetChanged,
        ProblemCode.DatasetUnavailable)]
    internal static async Task<Results<PngHttpResult, ProblemHttpResult>> GetDatasetImage(
        [AsParameters] ImageParameters image, DatasetCatalog catalog, CancellationToken token)
    {
        if (!DatasetCatalog.Names.Contains(image.Name)) return NotFound(image.Name);
        if (await catalog.FindAsync(image.Name, token) is not { } dataset) return Unavailable(catalog, image.Name);
        if (image.Sha256 is { } sha256 && sha256 != dataset.Sha256) return Changed(dataset, sha256);

        var images = image.Split == DatasetSplit.Training ? dataset.Training : dataset.Test;
        if (image.Index >= images.Count) return ImageNotFound(image, images.Count);

        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{dataset.Sha256[..16]}-{image.Split}-{image.Index}\"");
        var png = PngImage.Encode(images.Image(image.Index), ImageSet.Side, ImageSet.Side);
        return new PngHttpResult(png, tag, isForever: image.Sha256 is not null);
    }

    /// <summary>Creates the problem for a dataset that is not available.</summary>
    internal static ProblemHttpResult Unavailable(DatasetCatalog catalog, string name) => ProblemCode.DatasetUnavailable.Because(
        catalog.Describe().First(dataset => dataset.Name == name) is { Error: { } error }
            ? error
            : $"The dataset {name} is being downloaded. Try again in a minute. GET /api/v1/datasets shows the progress.");

    private static ProblemHttpResult NotFound(string name) => ProblemCode.DatasetNotFound.Because(
        $"The dataset '{name}' does not exist. The datasets are {string.Join(" and ", DatasetCatalog.Names)}.");

    private static ProblemHttpResult Changed(Dataset dataset, string sha256) => ProblemCode.DatasetChanged.Because(
        $"The request names the dataset {dataset.Name} with SHA-256 {sha256}, but the available dataset has {dataset.Sha256}. "
        + "Restore the earlier dataset, or omit sha256 to get the image from the available one.");

    private static ProblemHttpResult ImageNotFound(ImageParameters image, int count)
    {
        var split = image.Split == DatasetSplit.Training ? "training" : "test";
        return ProblemCode.ImageNotFound.Because(
            $"The {split} images of {image.Name} have the indices 0 to {count - 1}. The requested index is {image.Index}.");
    }
}
