using System.ComponentModel.DataAnnotations;
using MnistApi.Http.Parameters;

namespace MnistApi.Datasets;

/// <summary>The state of a dataset.</summary>
public enum DatasetState
{
    /// <summary>The service is searching the configured directories.</summary>
    Searching,

    /// <summary>The service is downloading the dataset.</summary>
    Downloading,

    /// <summary>The dataset is available.</summary>
    Available,

    /// <summary>The dataset is not available. <c>error</c> gives the reason and a remedy.</summary>
    Unavailable,
}

/// <summary>A split of a dataset.</summary>
public enum DatasetSplit
{
    /// <summary>The images for training. A training run uses the first of them for validation.</summary>
    Training,

    /// <summary>The images for the evaluation of a finished model.</summary>
    Test,
}

/// <summary>A dataset.</summary>
/// <param name="Name">The name of the dataset in requests.</param>
/// <param name="State">The state of the dataset.</param>
/// <param name="Source">
/// The origin of the dataset: a directory, the mirrors that it was downloaded from, or <c>drawn</c> for synthetic digits. Null if the
/// dataset is not available.
/// </param>
/// <param name="Sha256">
/// The SHA-256 checksum of all images and labels in hexadecimal. Null if the dataset is not available or not drawn yet.
/// </param>
/// <param name="Splits">The number of images in each split. Empty if the dataset is not available or not drawn yet.</param>
/// <param name="Download">The progress of the download. Null if there is no download or no mirror has answered yet.</param>
/// <param name="Error">The reason why the dataset is not available, and a remedy. Null otherwise.</param>
public sealed record DatasetDescription(
    string Name,
    DatasetState State,
    string? Source,
    string? Sha256,
    IReadOnlyList<SplitDescription> Splits,
    DatasetDownload? Download,
    string? Error);

/// <summary>The number of images in a split of a dataset.</summary>
/// <param name="Split">The split.</param>
/// <param name="Count">The number of images.</param>
/// <param name="LabelCounts">[10]: the number of images of each digit, 0 to 9.</param>
public sealed record SplitDescription(DatasetSplit Split, int Count, IReadOnlyList<int> LabelCounts);

/// <summary>The progress of a download.</summary>
/// <param name="File">The name of the file that the service is downloading.</param>
/// <param name="Bytes">The number of bytes that the service has received of this file.</param>
/// <param name="TotalBytes">The size of this file in bytes.</param>
public sealed record DatasetDownload(string File, long Bytes, long TotalBytes);

/// <summary>The parameters that select an image of a dataset.</summary>
public sealed record ImageParameters : IBoundedParameters
{
    /// <summary>The name of the dataset.</summary>
    /// <example>mnist</example>
    public required string Name { get; init; }

    /// <summary>The split of the dataset.</summary>
    /// <example>test</example>
    public required DatasetSplit Split { get; init; }

    /// <summary>The index of the image within the split, from 0.</summary>
    /// <example>119</example>
    [Range(0, int.MaxValue)]
    public required int Index { get; init; }

    /// <summary>
    /// The SHA-256 checksum that the dataset must have. Without it, the image comes from the dataset that is available now.
    /// </summary>
    [RegularExpression("^[0-9a-f]{64}$", ErrorMessage = "The parameter sha256 must have 64 lowercase hexadecimal digits.")]
    public string? Sha256 { get; init; }
}
