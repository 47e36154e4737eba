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
    /// <remarks>Whether each can be had, where it came from, and what to do where it cannot.</remarks>
    internal static Ok<IReadOnlyList<DatasetDescription>> ListDatasets(DatasetCatalog catalog) => TypedResults.Ok(catalog.Describe());

    /// <summary>Describes a dataset</summary>
    /// <remarks>Whether it is available, where it came from, and its counts and checksum.</remarks>
    /// <param name="name" example="mnist">The dataset.</param>
    [ProducesProblems(ProblemCode.DatasetNotFound)]
    internal static Results<Ok<DatasetDescription>, ProblemHttpResult> GetDataset(string name, DatasetCatalog catalog) =>
        catalog.Describe().FirstOrDefault(dataset => dataset.Name == name) is { } description ? TypedResults.Ok(description) : NotFound(name);

    /// <summary>Gets an image</summary>
    /// <remarks>28x28 pixels, 8 bit gray, as MNIST stores it: white ink on black. With <c>sha256</c> the image never changes and can be cached; without it a cache must ask again.</remarks>
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.DatasetNotFound, ProblemCode.ImageNotFound, ProblemCode.DatasetChanged, ProblemCode.DatasetUnavailable)]
    internal static async Task<Results<PngHttpResult, ProblemHttpResult>> GetDatasetImage([AsParameters] ImageParameters image, DatasetCatalog catalog, CancellationToken token)
    {
        if (!DatasetCatalog.Names.Contains(image.Name)) return NotFound(image.Name);
        if (await catalog.FindAsync(image.Name, token) is not { } dataset) return Unavailable(catalog, image.Name);

        if (image.Sha256 is { } sha256 && sha256 != dataset.Sha256)
            return ProblemCode.DatasetChanged.Because($"The image was asked for of a dataset {image.Name} with SHA-256 {sha256}, but the one here has {dataset.Sha256}. Bring the first one back, or ask without sha256 for the image that is here.");

        var images = image.Split == DatasetSplit.Training ? dataset.Training : dataset.Test;
        if (image.Index >= images.Count)
            return ProblemCode.ImageNotFound.Because($"The {image.Split} images of {image.Name} have the indices 0 to {images.Count - 1}; there is no {image.Index}.".Replace($"{image.Split}", $"{image.Split}".ToLowerInvariant(), StringComparison.Ordinal));

        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{dataset.Sha256[..16]}-{image.Split}-{image.Index}\"");
        return new PngHttpResult(PngImage.Encode(images.Image(image.Index), ImageSet.Side, ImageSet.Side), tag, isForever: image.Sha256 is not null);
    }

    /// <summary>The problem of a dataset that is not here.</summary>
    internal static ProblemHttpResult Unavailable(DatasetCatalog catalog, string name) => ProblemCode.DatasetUnavailable.Because(
        catalog.Describe().First(dataset => dataset.Name == name) is { Error: { } error }
            ? error
            : $"The dataset {name} is being downloaded. Try again in a minute; GET /api/v1/datasets tells how far it is.");

    private static ProblemHttpResult NotFound(string name) =>
        ProblemCode.DatasetNotFound.Because($"There is no dataset '{name}', but {string.Join(" and ", DatasetCatalog.Names)}.");
}
